package dev.sluice.config;

import static dev.sluice.config.Reading.problemsOfYaml;
import static dev.sluice.config.Reading.support;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

final class YamlSyntaxTest {
    static final List<Arguments> BROKEN =
            List.of(
                    arguments(
                            "server:\n\tport: 80\n",
                            "2:1: a tab stands before the first word; indent with spaces"),
                    arguments(
                            "server:\n  port: 80\n\tdrain: 5s\n",
                            "3:1: a tab stands before the first word; indent with spaces"),
                    arguments(
                            "a:\n  key: 'app-secret\n",
                            "2:8: this quote is never closed; add the closing quote"),
                    arguments(
                            "a:\n  b: [1, 2\nc: 3\n",
                            "2:6: after this bracket a comma or the closing bracket is missing; add it"),
                    arguments(
                            "a: {b: 1\n",
                            "1:4: after this bracket a comma or the closing bracket is missing; add it"),
                    arguments(
                            "a: b: app-secret\n",
                            "1:5: a colon stands where none can; mend the indentation, or put the value in quotes"),
                    arguments(
                            "a: @app-secret\n",
                            "1:4: a value cannot begin with this character; put the value in quotes"),
                    arguments(
                            "a: \"\\q\"\n",
                            "1:6: this backslash escape does not exist; use single quotes"),
                    arguments(
                            " a: 1\nb: 2\n",
                            "2:1: this is no YAML; check the indentation, the quotes and the brackets around it"),
                    arguments(
                            "? [a]\n: b\n",
                            "1:4: a key must be a single word or text; write name: value"),
                    arguments("a: x\u0001y\n", "1:5: holds a control character; delete it"),
                    arguments(
                            "app-secret\n",
                            "1:1: the file must begin with a section, such as `upstreams:`"));

    @ParameterizedTest
    @FieldSource("BROKEN")
    void what_is_no_yaml_is_told_once_in_a_sentence_without_the_line(String text, String told) {
        assertThat(problemsOfYaml(text)).isEqualTo("sluice.yaml:" + told);
    }

    static final List<Arguments> UNSUPPORTED =
            List.of(
                    arguments("model: &m bot", "6:12", "an anchor (&)"),
                    arguments("model: &m 'bot'", "6:12", "an anchor (&)"),
                    arguments("model: *m", "6:12", "an alias (*)"),
                    arguments("model: !!str bot", "6:12", "a tag (!)"));

    @ParameterizedTest
    @FieldSource("UNSUPPORTED")
    void yaml_beyond_plain_values_is_refused(String line, String place, String what) {
        assertThat(problemsOfYaml(support(line)))
                .isEqualTo(
                        "sluice.yaml:%s: upstreams.support.model begins with %s, which is not supported; write the value out, in quotes if it is text"
                                .formatted(place, what));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "key:app-chat | 4:8 | a space is missing behind this colon",
                "key：app-chat | 4:8 | a full-width colon",
                "key： app-chat | 4:8 | a full-width colon"
            })
    void a_slip_of_the_keyboard_is_told_where_it_is(String line, String place, String told) {
        for (String after : List.of("\n", "\n    model: a\n", "\nmodels: {a: [a]}\n")) {
            String yaml = "upstreams:\n  a:\n    type: dify\n    " + line + after;

            assertThat(problemsOfYaml(yaml)).startsWith("sluice.yaml:" + place + ": " + told);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "upstreams：{} | 1:10 | a full-width colon",
                "upstreams:{} | 1:10 | a space is missing behind this colon",
                "upstreams: {a: {type: dify，key: app-a}} | 1:27 | a full-width comma",
                "upstreams: {a: {type： dify}, b: [} | 1:21 | a full-width colon"
            })
    void also_in_the_first_line(String yaml, String place, String told) {
        assertThat(problemsOfYaml(yaml + "\n")).startsWith("sluice.yaml:" + place + ": " + told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "key:\t app-one | 4:9 | a tab stands behind this colon",
                "key: \tapp-one | 4:10 | a tab stands behind this colon",
                "key:\u3000app-one | 4:9 | a blank that is no space",
                "key: \u3000app-one | 4:10 | a blank that is no space",
                "key: \u00A0app-one | 4:10 | a blank that is no space",
                "deadlines: \uFF5Btotal: 5s\uFF5D | 4:16 | a full-width brace",
                "deadlines: {total: 5s\uFF5D | 4:26 | a full-width brace",
                "deadlines: \uFF5B\uFF5D | 4:16 | a full-width brace"
            })
    void a_sign_that_looks_like_another_is_told_where_it_is(
            String line, String place, String told) {
        for (String after : List.of("\n", "\n    model: a\n", "\nmodels: {a: [a]}\n")) {
            String yaml = "upstreams:\n  a:\n    type: dify\n    " + line + after;

            assertThat(problemsOfYaml(yaml)).startsWith("sluice.yaml:" + place + ": " + told);
        }
    }

    static final List<Arguments> INDENTED =
            List.of(
                    arguments("server:\n\u3000\u3000port: 1\n", "2:1: a blank that is no space"),
                    arguments("server:\n \u00A0port: 1\n", "2:2: a blank that is no space"),
                    arguments("server:\n\u00A0 port: 1\nlog: {}\n", "2:1: a blank that is no"),
                    arguments("server:\n  port:9210\n", "2:7: a space is missing"),
                    arguments("server:\n  port:9210\nlog: {}\n", "2:7: a space is missing"),
                    arguments("server:\n  port:9210\n  host:a\n", "2:7: a space is missing"));

    @ParameterizedTest
    @FieldSource("INDENTED")
    void below_a_section_too(String text, String told) {
        assertThat(problemsOfYaml(text)).startsWith("sluice.yaml:" + told);
    }

    @Test
    void a_value_with_a_colon_may_stand_on_its_own_line() {
        assertThat(Reading.upstream("model:\n      qwen:7b").model()).isEqualTo("qwen:7b");
    }

    @Test
    void a_section_cannot_be_merged_into_another() {
        assertThat(problemsOfYaml(support("deadlines: &d {total: 5s}").concat("server: *d\n")))
                .contains("sluice.yaml:6:16: upstreams.support.deadlines begins with an anchor (&)")
                .contains("sluice.yaml:7:9: server begins with an alias (*)");
    }

    @Test
    void a_key_that_stands_twice_is_told_with_both_places() {
        assertThat(problemsOfYaml(support() + "    url: https://other.example/v1\n"))
                .isEqualTo(
                        "sluice.yaml:6:5: upstreams.support.url stands here a second time; the first is in line 4, column 5 [CFG-DUPLICATE-KEY]");
    }

    @Test
    void a_second_document_is_refused() {
        assertThat(problemsOfYaml(support() + "---\nserver: {port: 1}\n"))
                .isEqualTo("sluice.yaml:7:1: a second document begins here; keep only one");
    }

    @Test
    void nesting_without_end_is_refused() {
        assertThat(problemsOfYaml("a: " + "[".repeat(5_000))).hasLineCount(1);
    }

    @Test
    void a_character_of_two_halves_may_stand_anywhere() {
        for (int before = 1_000; before < 1_100; before++) {
            String text = "#" + "x".repeat(before) + "\n" + support("model: \"\uD83D\uDE00\"");

            assertThat(problemsOfYaml("#" + "\uD83D\uDE00".repeat(before) + text)).isEmpty();
            assertThat(problemsOfYaml("#" + "x".repeat(before) + "\uD83D\uDE00" + text)).isEmpty();
        }
    }
}
