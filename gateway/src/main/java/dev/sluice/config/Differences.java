package dev.sluice.config;

import static java.util.stream.Collectors.toSet;

import dev.sluice.registry.UpstreamConfig;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a new configuration changes. */
public final class Differences {
    private static final String NOTHING = "nothing";
    private static final Set<Setting> FIXED_AT_START =
            EnumSet.of(
                    Setting.SERVER_LISTEN,
                    Setting.TLS_CERTIFICATE,
                    Setting.TLS_KEY,
                    Setting.TRUSTED_PROXIES,
                    Setting.SERVER_DRAIN,
                    Setting.DATA_DIR,
                    Setting.DATA_URL,
                    Setting.RECORDS_KEEP);

    private Differences() {}

    /**
     * One setting, or one upstream that is there only in one of the two.
     *
     * @param before as people may see it
     * @param now as people may see it
     * @param needsRestart whether it counts only after the next start
     */
    public record Difference(String path, String before, String now, boolean needsRestart) {
        public Difference {
            Objects.requireNonNull(path);
            Objects.requireNonNull(before);
            Objects.requireNonNull(now);
        }

        /** As it is printed: {@code server.drain: 30s -> 10s}. */
        @Override
        public String toString() {
            // Secrets can differ where only their ends are shown.
            String change =
                    before.equals(now) ? before + ", in what is not shown" : before + " -> " + now;
            return path + ": " + change + (needsRestart ? " (needs a restart)" : "");
        }
    }

    /** In the order of the reference; of an upstream that comes or goes only the URL. */
    public static List<Difference> between(SluiceConfig old, SluiceConfig now) {
        Set<String> kept = upstreams(now);
        kept.retainAll(upstreams(old));
        Map<String, Settled> before = settled(old, kept);
        Map<String, Settled> after = settled(now, kept);
        var paths = new LinkedHashSet<>(after.keySet());
        paths.addAll(before.keySet());
        return paths.stream()
                .flatMap(path -> difference(before.get(path), after.get(path)).stream())
                .toList();
    }

    private static Optional<Difference> difference(
            @Nullable Settled before, @Nullable Settled after) {
        if (Objects.equals(before, after)) {
            return Optional.empty();
        }
        Settled any = Objects.requireNonNull(after == null ? before : after);
        return Optional.of(
                new Difference(
                        any.path(),
                        shown(before),
                        shown(after),
                        FIXED_AT_START.contains(any.setting())));
    }

    private static String shown(@Nullable Settled settled) {
        return settled == null || settled.text().isEmpty() ? NOTHING : settled.shown();
    }

    private static Map<String, Settled> settled(SluiceConfig config, Set<String> kept) {
        var byPath = new LinkedHashMap<String, Settled>();
        for (Settled settled : Settled.of(config)) {
            boolean upstream = settled.setting().path().startsWith("upstreams.");
            if (!upstream
                    || settled.setting() == Setting.UPSTREAM_URL
                    || kept.contains(settled.name())) {
                byPath.put(settled.path(), settled);
            }
        }
        return byPath;
    }

    private static Set<String> upstreams(SluiceConfig config) {
        return config.upstreams().stream().map(UpstreamConfig::name).collect(toSet());
    }
}
