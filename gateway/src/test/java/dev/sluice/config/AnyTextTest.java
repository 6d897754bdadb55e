package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.compat.opendify.OpenDifyFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnyTextTest {
    private static final int TRIES = 20_000;
    private static final int ENVIRONMENTS = 2_000;
    private static final List<String> PIECES =
            "{}[]:,'\"#&*!|>-?%@`\\ \t\n\r=~ab1é客😀\u2028\u0085"
                    .codePoints()
                    .mapToObj(Character::toString)
                    .toList();

    private static final List<String> SOUND =
            List.of(
                    "127.0.0.1",
                    "8001",
                    "https://d.example/v1",
                    "true",
                    "5s",
                    "open",
                    "app-1",
                    "a:app-1,b:app-2",
                    "{\"a\":\"app-1\"}",
                    "localhost:1,[::1]:2",
                    "10.0.0.0/8",
                    "postgresql://u:p@db/x");

    @ParameterizedTest
    @CsvSource({"sluice.yaml", ".env"})
    void a_damaged_file_is_accepted_or_refused_and_never_a_crash(String source) {
        var chance = new Random(7);
        String sound =
                source.equals(".env")
                        ? "DIFY_API_BASE=https://d.example/v1\nMODEL_CONFIG='{\"a\":\"app-1\",\"b\":\"app-2\"}' # x\n"
                        : "server: {listen: ['a:1'], trusted_proxies: 10.0.0.0/8}\n"
                                + "access: {mode: keys, keys: {a: bbbbbbbb}}\ndata: {url: postgresql://u:p@h/d}\n"
                                + Reading.support("model: m")
                                + "models: {a: [support]}\n";

        long refused =
                IntStream.range(0, TRIES)
                        .mapToObj(_ -> damaged(sound, chance))
                        .filter(text -> !Reading.problems(source, text).isEmpty())
                        .count();

        assertThat(refused).isBetween(TRIES / 2L, TRIES - 1L);
    }

    /** With whatever the environment holds, and every setting in it. */
    @ParameterizedTest
    @CsvSource({"sluice.yaml", ".env"})
    void any_environment_is_accepted_or_refused_and_never_a_crash(String source) {
        var chance = new Random(11);
        var names =
                new ArrayList<>(
                        new OpenDifyFormat().names().stream().map(ImportedName::name).toList());
        Arrays.stream(Setting.values())
                .map(setting -> setting.variable().replace("NAME", "SUPPORT"))
                .forEach(names::add);
        String text = source.equals(".env") ? "" : Reading.support();

        long refused =
                IntStream.range(0, ENVIRONMENTS)
                        .mapToObj(_ -> environment(names, chance))
                        .filter(environment -> isRefused(source, text, environment))
                        .count();

        assertThat(refused).isBetween(ENVIRONMENTS / 4L, ENVIRONMENTS - 1L);
    }

    private static Map<String, String> environment(List<String> names, Random chance) {
        var environment =
                new HashMap<>(
                        Map.of(
                                "DIFY_API_BASE", "https://d.example/v1",
                                "MODEL_CONFIG", "bot:app-1"));
        for (int count = 1 + chance.nextInt(2); count > 0; count--) {
            String sound = SOUND.get(chance.nextInt(SOUND.size()));
            String name = names.get(chance.nextInt(names.size()));
            environment.put(name, chance.nextBoolean() ? sound : damaged(sound, chance));
        }
        return environment;
    }

    private static boolean isRefused(String source, String text, Map<String, String> environment) {
        try {
            var loaded = Reading.loaded(new SourceText(source, text), environment, Overrides.NONE);
            assertThat(loaded.effective().settings()).isNotEmpty();
            return false;
        } catch (InvalidConfiguration _) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"server:\n", "server:", "a: |", "- ", "---", "...", "'", "&a", "*a", "!a"})
    void a_file_that_ends_early_is_refused_and_never_a_crash(String text) {
        assertThat(Reading.problemsOfYaml(text)).startsWith("sluice.yaml:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\""})
    void a_very_long_map_is_read(String quote) {
        String map = "model:app-1," + "x".repeat(200_000) + ":app-2";

        var config =
                Reading.env(
                        "DIFY_API_BASE=https://d.example/v1\nMODEL_CONFIG=" + quote + map + quote);

        assertThat(config.upstreams()).hasSize(2);
    }

    private static String damaged(String sound, Random chance) {
        var text = new StringBuilder(sound);
        for (int edits = 1 + chance.nextInt(3); edits > 0; edits--) {
            int at = chance.nextInt(text.length());
            String piece = PIECES.get(chance.nextInt(PIECES.size()));
            text.replace(at, at + chance.nextInt(2), piece);
        }
        return text.toString();
    }
}
