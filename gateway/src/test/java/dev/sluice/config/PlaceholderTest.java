package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.compat.opendify.OpenDifyFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other tools would have replaced is not taken as it stands. */
final class PlaceholderTest {
    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${SUPPORT_KEY}",
                "${SUPPORT_KEY:-none}",
                "$SUPPORT_KEY",
                "%SUPPORT_KEY%",
                "{{ SUPPORT_KEY }}",
                "{{ env.SUPPORT_KEY }}",
                "${ENV:SUPPORT_KEY}",
                "${env.SUPPORT_KEY}",
                "${SUPPORT_KEY:?none}",
                "$env:SUPPORT_KEY",
                "$(SUPPORT_KEY)",
                "${{ secrets.SUPPORT_KEY }}",
                "<%= SUPPORT_KEY %>"
            })
    void a_variable_in_the_form_of_other_tools_is_told_in_ours(String key) throws Exception {
        assertThat(problem("key: '" + key + "'"))
                .contains("upstreams.support.key", "write ${env:SUPPORT_KEY}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<your key>",
                "<app-key>",
                "app-...",
                "app-xxx",
                "app-XXXXXXXXXXXX",
                "app-****",
                "app-your-key",
                "your-api-key",
                "YOUR_KEY",
                "changeme"
            })
    void a_stand_in_for_a_key_is_no_key(String key) throws Exception {
        assertThat(problem("key: '" + key + "'"))
                .contains("upstreams.support.key", "stands for a key; write the key itself");
    }

    @Test
    void a_stand_in_that_a_variable_holds_is_none_either() throws Exception {
        assertThat(problem("key: '${env:SUPPORT_KEY}'", Map.of("SUPPORT_KEY", "app-...")))
                .contains("upstreams.support.key", "stands for a key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key: app-a, url: 'https://${DIFY_HOST}/v1'",
                "key: app-a, proxy: $HTTPS_PROXY",
                "key: app-a, model: '${MODEL}'",
                "key: app-a, max_connections: '${MOST}'"
            })
    void every_other_setting_is_read_the_same_way(String settings) throws Exception {
        assertThat(problem(settings)).contains("${env:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access: {keys: {front: '${FRONT_KEY}'}}",
                "access: {keys: {front: '<key of the front end>'}}",
                "access: {identity: {token_secret: $WEBUI_SECRET_KEY}}",
                "data: {url: '${DATABASE_URL}'}",
                "server: {host: $HOST}",
                "cors: {origins: ['${ORIGIN}']}",
                "models: {assistant: ['$SUPPORT']}"
            })
    void in_every_section(String line) throws Exception {
        assertThat(problem("key: app-a", Map.of(), line))
                .containsAnyOf("write ${env:", "holds an example of a key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$ecret-1", "pa$$WORD", "a${b", "app-x", "100%", "app-Xxx1"})
    void a_key_that_only_looks_a_little_like_it_is_taken(String key) throws Exception {
        var loaded = load(".env", env("{\"a\":\"" + key + "\"}"), Map.of());

        assertThat(loaded.upstreams().getFirst().key()).isEqualTo(key);
    }

    @Test
    void an_env_file_is_not_expanded_either() throws Exception {
        String text = env("{\"a\":\"${SUPPORT_KEY}\"}") + "VALID_API_KEYS=$FRONT_KEY\n";

        var refused =
                catchThrowableOfType(
                        InvalidConfiguration.class, () -> load(".env", text, Map.of()));

        assertThat(refused.problems()).hasSize(1);
        assertThat(refused.getMessage()).contains("write ${env:SUPPORT_KEY}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"your-api-key", "sk-xxxxxxxx", "$KEY12345", "changeme", "<secret-key>"})
    void a_key_that_clients_of_open_dify_have_keeps_working(String key) throws Exception {
        var imported = load(".env", env("{\"a\":\"app-a\"}") + "VALID_API_KEYS=" + key, Map.of());
        var migrated =
                load(
                        "sluice.yaml",
                        yaml("key: app-a", "access: {keys: {imported-1: '" + key + "'}}"),
                        Map.of());

        for (var loaded : List.of(imported, migrated)) {
            assertThat(loaded.access().keys().getFirst().key()).isEqualTo(key);
            assertThat(loaded.origin().warnings())
                    .anyMatch(warning -> warning.contains("give clients that one"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"changeme", "sk-your-key-here", "<secret-key>"})
    void an_example_of_a_clients_key_is_answered_with_how_to_make_one(String key) throws Exception {
        assertThat(problem("key: app-a", Map.of(), "access: {keys: {front: '" + key + "'}}"))
                .contains(
                        "access.keys.front",
                        "sluice keys create NAME",
                        "openssl rand -hex 24",
                        "clients");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my-{{x}}-key99", "key-${NAME}-99", "pa$$WORD99"})
    void a_clients_key_may_hold_a_brace_or_a_dollar(String key) throws Exception {
        var loaded =
                load(
                        "sluice.yaml",
                        yaml("key: app-a", "access: {keys: {front: '" + key + "'}}"),
                        Map.of());

        assertThat(loaded.access().keys().getFirst().key()).isEqualTo(key);
    }

    @Test
    void doubled_braces_in_a_users_name_are_answered_with_its_own_places() throws Exception {
        assertThat(problem("key: app-a, user: '{{user}}'"))
                .contains("upstreams.support.user", "write text with {client} and {user}");
    }

    @Test
    void patterns_of_messages_may_hold_anything() throws Exception {
        var loaded =
                load(
                        "sluice.yaml",
                        yaml("key: app-a", "chats: {side_patterns: ['${X}*']}"),
                        Map.of());

        assertThat(loaded.keeping().conversations().side().patterns()).containsExactly("${X}*");
    }

    private String problem(String settings) throws Exception {
        return problem(settings, Map.of());
    }

    private String problem(String settings, Map<String, String> environment, String... lines)
            throws Exception {
        String text = yaml(settings, lines);
        var refused =
                catchThrowableOfType(
                        InvalidConfiguration.class, () -> load("sluice.yaml", text, environment));
        assertThat(refused).as(text).isNotNull();
        assertThat(refused.problems()).hasSize(1);
        return refused.problems().getFirst().toString();
    }

    private static String yaml(String settings, String... lines) {
        String url = settings.contains("url:") ? "" : "url: 'https://dify.example/v1', ";
        return "upstreams: {support: {type: dify, "
                + url
                + settings
                + "}}\n"
                + String.join("\n", lines)
                + "\n";
    }

    private static String env(String models) {
        return "DIFY_API_BASE=https://dify.example/v1\nSERVER_HOST=127.0.0.1\nMODEL_CONFIG="
                + models
                + "\n";
    }

    private SluiceConfig load(String name, String text, Map<String, String> environment)
            throws Exception {
        Path file = Files.writeString(folder.resolve(name), text);
        return Configuration.at(file, Overrides.NONE, environment)
                .importing(new OpenDifyFormat())
                .load();
    }
}
