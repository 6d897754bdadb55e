package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnyTextTest {
    private static final int TRIES = 20_000;
    private static final List<String> PIECES =
            "{}[]:,'\"#&*!|>-?%@`\\ \t\n\r=~ab1é客😀\u2028\u0085"
                    .codePoints()
                    .mapToObj(Character::toString)
                    .toList();

    @ParameterizedTest
    @CsvSource({"sluice.yaml", ".env"})
    void a_damaged_file_is_accepted_or_refused_and_never_a_crash(String source) {
        var chance = new Random(7);
        String sound =
                source.equals(".env")
                        ? "DIFY_API_BASE=https://d.example/v1\nMODEL_CONFIG='{\"a\":\"app-1\",\"b\":\"app-2\"}' # x\n"
                        : "server: {port: 80}\n"
                                + Reading.support("model: m")
                                + "models: {a: [support]}\n";

        long refused =
                IntStream.range(0, TRIES)
                        .mapToObj(_ -> damaged(sound, chance))
                        .filter(text -> !Reading.problems(source, text).isEmpty())
                        .count();

        assertThat(refused).isBetween(TRIES / 2L, TRIES - 1L);
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
