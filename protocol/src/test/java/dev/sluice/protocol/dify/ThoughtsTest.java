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
                "42 <think>Hm</think> | '' | 42 <think>Hm</think>",
                "<think | '' | <think",
                "'~ 42' | '' | '~ 42'",
                "'~' | '' | '~'"
            })
    void thoughts_and_text_are_told_apart_wherever_they_are_split(
            String said, String thoughts, String text) {
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
