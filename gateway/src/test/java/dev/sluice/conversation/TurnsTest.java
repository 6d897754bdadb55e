package dev.sluice.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.InvisibleRuns;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Digests are stored, so what they are made of must stay what it was. */
final class TurnsTest {
    private static final String LETTERS = "a \t\n\u000b\f\r\u001c\u00a0\u3000\u200b中\ud83d\udc4b";

    @Test
    void blanks_are_folded_as_a_pattern_would() {
        var random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            String text =
                    random.ints(random.nextInt(12), 0, LETTERS.length())
                            .collect(
                                    StringBuilder::new,
                                    (all, at) -> all.append(LETTERS.charAt(at)),
                                    StringBuilder::append)
                            .toString();
            assertThat(Turns.folded(text))
                    .isEqualTo(InvisibleRuns.remove(text).strip().replaceAll("\\s+", " "));
        }
    }

    /** As earlier versions stored them. */
    @ParameterizedTest
    @CsvSource({"'a b', 'a  b'", "'a b', '\ta \r\n b '", "'', '  '"})
    void what_is_blank_alike_has_one_digest(String one, String other) {
        assertThat(Turns.digest(other)).isEqualTo(Turns.digest(one));
    }
}
