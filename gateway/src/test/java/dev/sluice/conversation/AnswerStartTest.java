package dev.sluice.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        assertThat(starts(kept)).isEqualTo(starts(SPOKEN));
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
        assertThat(starts(other)).isNotEqualTo(starts(SPOKEN));
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
            assertThat(start.digest().start()).isEqualTo(starts(answer));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Intro. <think>plan <think>inner</think> B</think>Final. | Intro. \\nFinal.",
                "Intro.<think>x</think>Final. | Intro. Final.",
                "<think>a</think>\\n<thinking>b</thinking> Yes. | Yes.",
                "No tag</think>Yes. | No tagYes.",
                "A<details type=\"tool_calls\" id=\"1\">x</details>B | A B",
                "It is so [1], and so [2, 3]\u30105\u2020source\u3011. | It is so, and so.",
                "\\n![image](https://dify.example/files/1.png?sign=a)\\nA cat. | A cat.",
                "A [link](https://a.example) and ![open | A [link](https://a.example) and ![open",
            })
    void what_a_reader_does_not_keep_is_no_part_of_an_answer(String heard, String kept) {
        assertThat(AnswerDigest.of(heard.replace("\\n", "\n")))
                .isEqualTo(AnswerDigest.of(kept.replace("\\n", "\n")));
    }

    @Test
    void an_answer_may_be_a_long_list_of_numbers() {
        String list = "[" + "12, ".repeat(20_000) + "3]";

        assertThat(AnswerDigest.of(SPOKEN + list)).isEqualTo(AnswerDigest.of(SPOKEN));
        assertThat(AnswerDigest.of(SPOKEN + list + "\n[" + "12, ".repeat(20_000)).whole())
                .isNotEqualTo(AnswerDigest.of(SPOKEN).whole());
    }

    @Test
    @Timeout(5)
    void many_tags_without_an_end_cost_no_more_than_any_text() {
        String tags = "<details type=\"reasoning\"".repeat(40_000);

        assertThat(AnswerDigest.of(SPOKEN + tags).start()).isEqualTo(starts(SPOKEN));
    }

    @Test
    void the_whole_answer_tells_apart_what_begins_alike_and_white_space_does_not_count() {
        AnswerDigest spoken = AnswerDigest.of(SPOKEN);

        assertThat(AnswerDigest.of(SPOKEN + " And older.").start()).isEqualTo(spoken.start());
        assertThat(AnswerDigest.of(SPOKEN + " And older.").whole()).isNotEqualTo(spoken.whole());
        assertThat(AnswerDigest.of(" " + SPOKEN.replace(" ", "\u00a0\n") + "\n")).isEqualTo(spoken);
    }

    @Test
    void an_id_that_was_hidden_in_an_answer_is_no_part_of_it() {
        assertThat(AnswerDigest.of(SPOKEN + "\u200b\u200c".repeat(48)))
                .isEqualTo(AnswerDigest.of(SPOKEN));
        assertThat(AnswerDigest.of(SPOKEN + "\u200b".repeat(39)).whole())
                .isNotEqualTo(AnswerDigest.of(SPOKEN).whole());
    }

    @Test
    void of_an_answer_without_measure_only_the_beginning_is_compared() {
        var start = new AnswerStart();
        for (int i = 0; i < 5; i++) {
            start.add("a".repeat(100_000));
        }

        assertThat(start.digest()).isEqualTo(new AnswerDigest(starts("a".repeat(50)), ""));
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

        assertThat(more.digest().start()).isEqualTo(starts(SPOKEN));
        assertThat(other.digest().start()).isEqualTo(starts("The Alps."));
    }

    @Test
    void what_was_void_does_not_count() {
        var start = new AnswerStart();
        start.add("I will not say that.");
        start.clear();
        start.add(SPOKEN);

        assertThat(start.digest().start()).isEqualTo(starts(SPOKEN));
    }

    private static String starts(String answer) {
        return AnswerDigest.of(answer).start();
    }
}
