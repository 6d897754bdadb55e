package dev.sluice.config;

import static java.util.stream.Collectors.joining;

import dev.sluice.compat.opendify.OpenDifyFormat;
import dev.sluice.registry.UpstreamConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads configurations from text, so that a test shows the text and what came of it. */
public final class Reading {
    static final Map<String, String> ENVIRONMENT =
            Map.of("DIFY_KEY", "app-from-environment", "DIFY_PORT", "eighty", "EMPTY", "");

    private Reading() {}

    public static SluiceConfig yaml(String text) {
        return read("sluice.yaml", text);
    }

    public static SluiceConfig env(String text) {
        return read(".env", text);
    }

    private static SluiceConfig read(String source, String text) {
        return loaded(new SourceText(source, text), ENVIRONMENT, Overrides.NONE).config();
    }

    static Sources.Loaded loaded(
            SourceText main, Map<String, String> environment, Overrides flags) {
        return new Sources(environment, flags, new OpenDifyFormat()).read(main, SourceText.NONE);
    }

    /** What counts of this file and this environment. */
    public static Effective effective(String source, String text, Map<String, String> environment) {
        return loaded(new SourceText(source, text), environment, Overrides.NONE).effective();
    }

    static UpstreamConfig upstream(String... lines) {
        return yaml(support(lines)).upstreams().getFirst();
    }

    static String problemsOfYaml(String text) {
        return problems("sluice.yaml", text);
    }

    public static String problemsOfEnv(String text) {
        return problems(".env", text);
    }

    /** One problem a line, or nothing. */
    static String problems(String source, String text) {
        try {
            var _ = read(source, text);
            return "";
        } catch (InvalidConfiguration e) {
            return e.problems().stream().map(Problem::toString).collect(joining("\n"));
        }
    }

    /** A valid upstream from line 2 on; a line with a key it has already takes that one's place. */
    public static String support(String... lines) {
        var all =
                new ArrayList<>(
                        List.of("type: dify", "url: https://dify.example/v1", "key: app-test"));
        for (String line : lines) {
            String key = line.substring(0, line.indexOf(':') + 1);
            all.removeIf(other -> other.startsWith(key));
            all.add(line);
        }
        return "upstreams:\n  support:\n"
                + all.stream().map(line -> "    " + line + "\n").collect(joining());
    }

    /** The sections, one a line. */
    static String lines(String... lines) {
        return Arrays.stream(lines).map(line -> line + "\n").collect(joining());
    }
}
