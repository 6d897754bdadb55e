package dev.sluice.protocol.dify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ChatEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ThoughtsTest {

    /** In the texts below {@code ~} is a line break. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<think>~Hm~</think>~~42 | Hm~ | 42",
                "~<think><!--dify-deepseek-reasoning-->Hm</think>42 | Hm | 42",
                "<think></think>42 | '' | 42",
                "<think>a</think><think>b</think> 42 | ab | 42",
                "<think>a <b> </thin </think>42 | 'a <b> </thin ' | 42",
                "<think>on and on </thi | on and on </thi | ''",
                "<think>on and on | on and on | ''",
                "<details style=\"a\" open> <summary> Thinking... </summary>~Hm</details>~42 | Hm | 42",
                "<details><summary>Recipe</summary>Tea</details> | '' | <details><summary>Recipe</summary>Tea</details>",
                "<p>42 | '' | <p>42",
                "42 <think>Hm</think> | Hm | '42 '",
                "<think | '' | <think",
                "'~ 42' | '' | '~ 42'",
                "'~' | '' | '~'"
            })
    void thoughts_and_text_are_told_apart_wherever_they_are_split(
            String said, String thoughts, String text) {
        expectWhereverSplit(said, thoughts, text);
    }

    /** In the texts below {@code ~} is a line break. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<think>plan A</think>I call a tool. <think>plan B</think>Final. | plan Aplan B | I call a tool. Final.",
                "<think>outer <think>inner</think>more</think>Final. | outer innermore | Final.",
                "<thinking>~a</thinking>~1 <thought>b</thought>~~2 | ab | 1 ~~2",
                "<think>a <thought>b</thought> c</think>42 | a <thought>b</thought> c | 42",
                "</think>~~42 | '' | 42",
                "Hm.~</think>~~42 | '' | Hm.~~~42",
                "Tags such as `<think>` and ```~<think>~</think>~``` stay | '' | Tags such as `<think>` and ```~<think>~</think>~``` stay",
                "it`s <b~<think>Hm</think>42 | Hm | it`s <b~42",
                "a < b <<think>Hm</think>> c | Hm | a < b <> c",
                "A <details>~<summary>Thinking...</summary>Hm</details>42 | Hm | A 42"
            })
    void thoughts_are_found_wherever_they_stand_but_in_code(
            String said, String thoughts, String text) {
        expectWhereverSplit(said, thoughts, text);
    }

    private static void expectWhereverSplit(String said, String thoughts, String text) {
        String whole = said.replace('~', '\n');
        for (int first = 0; first <= whole.length(); first++) {
            for (int second = first; second <= whole.length(); second++) {
                Heard heard = new Heard();
                heard.say(
                        List.of(
                                whole.substring(0, first),
                                whole.substring(first, second),
                                whole.substring(second)));
                assertThat(heard.thoughts.toString()).isEqualTo(thoughts.replace('~', '\n'));
                assertThat(heard.text.toString()).isEqualTo(text.replace('~', '\n'));
            }
        }
    }

    @Test
    void a_text_is_not_held_longer_than_it_may_become_a_tag() {
        Heard heard = new Heard();
        var thoughts = new Thoughts();
        assertThat(thoughts.read("<details ", heard::event)).isFalse();
        assertThat(thoughts.read("x".repeat(300), heard::event)).isTrue();
        assertThat(heard.text).hasSize(309);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<think>on and on | on and on",
                "<think>on and on </thi | on and on </thi",
                "<think>Use x < y if a < | Use x < y if a <",
                "<think>plan A <think>plan B</think>Final. | Final.",
                "<think>plan <think>B</think> | plan B",
                "<think> | ''"
            })
    void what_a_thought_without_its_end_holds_of_the_answer_is_known(String said, String answer) {
        Thoughts thoughts = new Thoughts();
        thoughts.read(said, _ -> {});
        thoughts.end(_ -> {});
        assertThat(thoughts.isThinking()).isTrue();
        assertThat(thoughts.unclosed()).isEqualTo(answer);
    }

    @Test
    void a_long_text_full_of_half_tags_is_read_in_time_that_grows_with_it() {
        Heard heard = new Heard();
        heard.say(List.of("<details " + " <details".repeat(50_000), "<think".repeat(50_000)));
        assertThat(heard.text).hasSize(9 + 450_000 + 300_000);
    }

    private static final class Heard {
        private final StringBuilder thoughts = new StringBuilder();
        private final StringBuilder text = new StringBuilder();

        void say(List<String> deltas) {
            Thoughts reading = new Thoughts();
            for (String delta : deltas) {
                int before = thoughts.length() + text.length();
                boolean told = reading.read(delta, this::event);
                assertThat(told).isEqualTo(thoughts.length() + text.length() > before);
            }
            reading.end(this::event);
        }

        void event(ChatEvent event) {
            if (event instanceof ChatEvent.Text(String delta)) {
                text.append(delta);
            } else if (event instanceof ChatEvent.Reasoning(String delta)) {
                thoughts.append(delta);
            }
        }
    }
}
