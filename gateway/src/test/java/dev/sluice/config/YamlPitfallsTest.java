package dev.sluice.config;

import static dev.sluice.config.Reading.problemsOfYaml;
import static dev.sluice.config.Reading.support;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks right in a file and means something else in YAML. */
final class YamlPitfallsTest {
    static final List<Arguments> DOTTED =
            List.of(
                    arguments(
                            "cors.origins: ['https://chat.example.org']",
                            "1:1: cors.origins has a dot, which YAML does not take for a section; write `cors: {origins: …}` with what stands here in the place of … [CFG-UNKNOWN]"),
                    arguments(
                            "access.identity.user_header: X-User",
                            "1:1: access.identity.user_header has a dot, which YAML does not take for a section; write `access: {identity: {user_header: …}}` with what stands here in the place of … [CFG-UNKNOWN]"),
                    arguments(
                            "server.tls: {key: a}",
                            "1:1: server.tls has a dot, which YAML does not take for a section; write `server: {tls: …}` with what stands here in the place of … [CFG-UNKNOWN]"),
                    arguments(
                            "access: {identity.user_header: X-User}",
                            "1:10: access.identity.user_header has a dot, which YAML does not take for a section; write `identity: {user_header: …}` with what stands here in the place of … [CFG-UNKNOWN]"),
                    arguments(
                            "upstreams.support.model: m",
                            "1:1: upstreams.support.model has a dot, which YAML does not take for a section; write `model: …` under upstreams.support, with what stands here in the place of … [CFG-UNKNOWN]"),
                    arguments(
                            "access: {mode: open}\naccess.hosts: [a]",
                            "2:1: access.hosts has a dot, which YAML does not take for a section; write `hosts: …` under access, with what stands here in the place of … [CFG-UNKNOWN]"));

    @ParameterizedTest
    @FieldSource("DOTTED")
    void a_setting_by_its_path_is_told_in_its_nested_form(String line, String told) {
        assertThat(problemsOfYaml(line + "\n" + support())).isEqualTo("sluice.yaml:" + told);
    }

    @Test
    void a_key_in_the_place_of_an_upstreams_name_is_in_no_message() {
        String key = "app-0123456789abcdefABCDEF01";
        String text = support().replace("  support:", "  " + key + ":");
        String near = key.replace("01", "02");

        assertThat(problemsOfYaml(text + "models: {m: " + near + "}\n"))
                .contains("names the unknown upstream `…`; did you mean …?")
                .doesNotContain(key, near);
        assertThat(problemsOfYaml(text + "models: {m: other}\n"))
                .contains("names the unknown upstream `other`; known: …");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chats: {side_patterns: [a, null]}",
                "chats:\n  side_patterns:\n    - ### Task:*",
                "cors:\n  origins:\n    - #https://chat.example.org",
                "models:\n  m:\n    - support\n    - #other",
                "server:\n  listen:\n    -"
            })
    void an_item_that_is_a_comment_is_refused(String lines) {
        assertThat(problemsOfYaml(support() + lines + "\n"))
                .containsOnlyOnce("sluice.yaml:")
                .endsWith(
                        " has an empty item; # begins a comment, so put a text that begins with # in quotes, or delete the item");
    }

    @Test
    void an_empty_text_does_not_switch_the_side_patterns_off() {
        assertThat(problemsOfYaml(support() + "chats: {side_patterns: ['']}\n"))
                .contains("matches every message; write how such a request begins, or off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~", "null", "Null", "NULL"})
    void every_null_of_yaml_leaves_a_setting_out(String none) {
        assertThat(problemsOfYaml(support("key: " + none)))
                .isEqualTo(
                        "sluice.yaml:5:5: upstreams.support.key is not set or empty; write the app's key (app-…), which Dify shows under API Access [CFG-MISSING]");
        for (String line : List.of("server: ", "server:\n  port: ", "models: ", "cors: ")) {
            assertThat(problemsOfYaml(support() + line + none + "\n")).isEmpty();
        }
    }

    @Test
    void a_tilde_in_quotes_is_text() {
        assertThat(Reading.upstream("model: '~'").model()).isEqualTo("~");
    }
}
