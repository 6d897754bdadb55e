package dev.sluice.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reads an app from a line such as {@code app-demo:mode=chat,tokens=40,every=30ms}. */
final class AppSpec {
    private static final String MODE = "mode=";

    private AppSpec() {}

    static SimulatedApp parse(String spec) {
        int colon = spec.indexOf(':');
        String key = colon < 0 ? spec : spec.substring(0, colon);
        if (!key.startsWith(SimulatedApp.KEY_PREFIX)) {
            throw new UsageException("a key starts with app-; write app-" + key);
        }
        List<String> settings =
                colon < 0 ? List.of() : List.of(spec.substring(colon + 1).split(",", -1));
        // The mode decides what the other settings mean, wherever it stands.
        SimulatedApp app =
                settings.stream()
                        .filter(setting -> setting.startsWith(MODE))
                        .map(setting -> mode(setting.substring(MODE.length())))
                        .findFirst()
                        .map(mode -> SimulatedApp.of(key, mode))
                        .orElseGet(() -> SimulatedApp.chat(key));
        for (String setting : settings) {
            app = apply(app, setting);
        }
        return app;
    }

    /** A wrong one is told when its setting's turn comes. */
    private static Mode mode(String value) {
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.wireName().equals(value))
                .findFirst()
                .orElse(Mode.CHAT);
    }

    private static SimulatedApp apply(SimulatedApp app, String setting) {
        int equals = setting.indexOf('=');
        String name = equals < 0 ? setting : setting.substring(0, equals);
        String value = equals < 0 ? "" : setting.substring(equals + 1);
        AppSetting known =
                AppSetting.ALL.stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> unknown(app, name));
        try {
            return known.applyTo(app, value);
        } catch (UsageException wrong) {
            throw new UsageException(
                    "setting %2$s of app %1$s: %3$s; write %4$s"
                            .formatted(app.key(), name, wrong.getMessage(), known.spelled()));
        }
    }

    private static UsageException unknown(SimulatedApp app, String name) {
        String all =
                AppSetting.ALL.stream().map(AppSetting::name).collect(Collectors.joining(", "));
        return new UsageException(
                "app %s cannot have a setting '%s'; there are %s".formatted(app.key(), name, all));
    }
}
