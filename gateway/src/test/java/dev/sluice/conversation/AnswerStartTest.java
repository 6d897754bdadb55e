package dev.sluice.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer is known by its beginning, however a front end keeps it. */
final class AnswerStartTest {
    private static final String SPOKEN =
            "The Andes are the longest range of mountains on land, far longer than others.";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The Andes are the longest range of mountains on l",
                "  **The Andes** are - the _longest_\nRange of \"Mountains\" on land!",
                "<think>Mountains.\nThen.</think>" + SPOKEN,
                "<details type=\"reasoning\" done=\"true\">\n> Mountains.\n</details>\n" + SPOKEN,
                "THE ANDES ARE THE LONGEST RANGE OF MOUNTAINS ON LAKES"
            })
    void what_is_kept_of_an_answer_is_the_same_answer(String kept) {
        assertThat(AnswerStart.of(kept)).isEqualTo(AnswerStart.of(SPOKEN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "The Andes are the longest range of mountains on",
                "The Alps are the longest range of mountains on land, far longer than others.",
                "<think>" + SPOKEN,
                "<details>" + SPOKEN + "</details>"
            })
    void another_beginning_is_another_answer(String other) {
        assertThat(AnswerStart.of(other)).isNotEqualTo(AnswerStart.of(SPOKEN));
    }

    @Test
    void it_does_not_matter_in_which_pieces_the_answer_came() {
        var chance = new Random(40);
        String answer = "\u4f60\u597d, \ud835\udc00ndes \u00e9t\u00e9! " + SPOKEN;
        for (int round = 0; round < 200; round++) {
            var start = new AnswerStart();
            for (int from = 0; from < answer.length(); ) {
                int to = answer.offsetByCodePoints(from, 1);
                to = Math.max(to, Math.min(answer.length(), from + chance.nextInt(20)));
                boolean apart = to < answer.length() && Character.isLowSurrogate(answer.charAt(to));
                to += apart ? 1 : 0;
                start.add(answer.substring(from, to));
                from = to;
            }
            assertThat(start.digest()).isEqualTo(AnswerStart.of(answer));
        }
    }

    @Test
    void a_tag_further_down_is_the_answers_own() {
        assertThat(AnswerStart.of("In <think> models think.</think> Yes."))
                .isNotEqualTo(AnswerStart.of("In <think> others think.</think> Yes."));
        assertThat(AnswerStart.of("<think>a</think>\n<think>b</think> Yes."))
                .isEqualTo(AnswerStart.of("Yes."));
    }

    @Test
    void what_was_read_stays_and_only_what_goes_on_with_it_is_added() {
        var more = new AnswerStart();
        more.add("The An");
        more.addBeyond(SPOKEN);
        var other = new AnswerStart();
        other.add("The Alps.");
        other.addBeyond(SPOKEN);
        other.add("More of it.");

        assertThat(more.digest()).isEqualTo(AnswerStart.of(SPOKEN));
        assertThat(other.digest()).isEqualTo(AnswerStart.of("The Alps."));
    }

    @Test
    void what_was_void_does_not_count() {
        var start = new AnswerStart();
        start.add("I will not say that.");
        start.clear();
        start.add(SPOKEN);

        assertThat(start.digest()).isEqualTo(AnswerStart.of(SPOKEN));
    }
}
