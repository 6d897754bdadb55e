package dev.sluice.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Runs of characters of no width, among characters like them. */
final class InvisibleRunsTest {
    private static final String DIGITS = "\u200b\u200c\u200d\ufeff\u2060\u180e\u2061\u2062";
    private static final Pattern RUN = Pattern.compile("[" + DIGITS + "]{40,}");

    @Test
    void a_run_is_found_wherever_it_stands_and_nothing_shorter_is() {
        var chance = new Random(1);
        int found = 0;
        for (int round = 0; round < 2_000; round++) {
            var text = new StringBuilder();
            for (int part = 0; part < 4; part++) {
                for (int i = chance.nextInt(50); i > 0; i--) {
                    text.append(DIGITS.charAt(chance.nextInt(DIGITS.length())));
                }
                text.append("a\u180d\u2063\u4e2d".charAt(chance.nextInt(4)));
            }
            boolean expected = RUN.matcher(text).find();
            found += expected ? 1 : 0;

            assertThat(InvisibleRuns.contains(text.toString())).isEqualTo(expected);
            assertThat(InvisibleRuns.remove(text.toString()))
                    .isEqualTo(RUN.matcher(text).replaceAll(""));
        }
        assertThat(found).isBetween(200, 1_800);
    }
}
