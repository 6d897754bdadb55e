package dev.sluice.config;

import static dev.sluice.config.Reading.problemsOfYaml;
import static dev.sluice.config.Reading.support;
import static dev.sluice.config.Reading.upstream;
import static dev.sluice.config.Reading.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.IdentityConfig;
import dev.sluice.conversation.ConversationConfig;
import dev.sluice.registry.ChatSettings;
import dev.sluice.registry.Memory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How users and chats are known, and how long conversations are remembered. */
final class IdentitySettingsTest {
    private static final String SECRET = "0123456789012345678901234567890é";

    private static IdentityConfig identity(String settings) {
        return yaml("access: {identity: {" + settings + "}}\n" + support()).access().identity();
    }

    private static String problemsOf(String settings) {
        return problemsOfYaml("access: {identity: {" + settings + "}}\n" + support());
    }

    @Test
    void what_is_left_out_has_the_documented_default() {
        var config = yaml(support());

        assertThat(config.access().identity()).isEqualTo(IdentityConfig.DEFAULT);
        assertThat(config.keeping().conversations()).isEqualTo(ConversationConfig.DEFAULT);
        assertThat(config.upstreams().getFirst().chats()).isEqualTo(ChatSettings.DEFAULT);
    }

    @Test
    void headers_and_the_secret_are_taken() {
        assertThat(
                        identity(
                                "user_header: X-U, chat_header: X_C, session_header: x-s,"
                                        + " conversation_header: \"X!#$%&'*+.^|~-9\","
                                        + " token_header: X-T, token_secret: "
                                        + SECRET))
                .isEqualTo(
                        new IdentityConfig("X-U", "X_C", "x-s", "X!#$%&'*+.^|~-9", "X-T", SECRET));
    }

    @Test
    void a_header_can_be_switched_off() {
        assertThat(
                        identity(
                                "user_header: off, chat_header: off, session_header: off,"
                                        + " conversation_header: off, token_header: off"))
                .isEqualTo(new IdentityConfig("", "", "", "", "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X User", "Ü-User", "X-User:", "\"X\\tU\"", "(x)"})
    void what_is_no_name_of_a_header_is_refused_and_not_repeated(String name) {
        assertThat(problemsOf("user_header: '" + name + "'"))
                .isEqualTo(
                        "sluice.yaml:1:21: access.identity.user_header is no name of a header; write one such as X-User-Id, or off");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "x-api-key",
                "HOST",
                "Cookie",
                "X-Forwarded-For",
                "X-Forwarded-User",
                "Content-Length",
                "User-Agent",
                "x-sluice-user",
                "Origin"
            })
    void a_header_with_another_meaning_is_refused(String name) {
        assertThat(problemsOf("chat_header: " + name))
                .isEqualTo(
                        "sluice.yaml:1:21: access.identity.chat_header is `"
                                + name
                                + "`, which has another meaning already; write another header, or off");
    }

    @ParameterizedTest
    @CsvSource({"session_header, session_header: X-ID", "token_header, token_header: x-id"})
    void a_header_names_one_thing(String second, String setting) {
        assertThat(problemsOf("user_header: X-Id, " + setting))
                .isEqualTo(
                        "sluice.yaml:1:40: access.identity."
                                + second
                                + " names the same header as access.identity.user_header; write another header for one of them, or off [CFG-DUPLICATE-KEY]");
    }

    @Test
    void a_short_secret_is_refused() {
        assertThat(problemsOf("token_secret: 012345678901234567890123456789é")).isEmpty();
        assertThat(problemsOf("token_secret: 01234567890123456789012345678é"))
                .isEqualTo(
                        "sluice.yaml:1:21: access.identity.token_secret has 31 bytes and needs at least 32; make one with `openssl rand -hex 32`, and give it to the front end too");
    }

    @Test
    void a_secret_without_a_header_is_refused() {
        assertThat(problemsOf("token_header: off, token_secret: " + SECRET))
                .isEqualTo(
                        "sluice.yaml:1:40: access.identity.token_secret has nothing to check, since token_header is off; delete one of the two");
    }

    @ParameterizedTest
    @CsvSource({
        "mapped, MAPPED",
        "stateless, STATELESS",
        "explicit, EXPLICIT",
        "last-turn, LAST_TURN"
    })
    void an_upstream_has_one_of_four_memories(String written, Memory memory) {
        assertThat(upstream("memory: " + written).chats().memory()).isEqualTo(memory);
    }

    @Test
    void a_misspelt_memory_is_told_with_the_one_meant() {
        assertThat(problemsOfYaml(support("memory: last_turn")))
                .isEqualTo(
                        "sluice.yaml:6:5: upstreams.support.memory is `last_turn`; did you mean last-turn?");
    }

    @Test
    void an_upstream_may_know_its_users_by_other_names() {
        assertThat(upstream("user: 'webui/{user}@{client}'").chats().user())
                .isEqualTo("webui/{user}@{client}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{usr}|has {usr}, which stands for nothing; did you mean user?",
                "{tenant}:{user}|has {tenant}, which stands for nothing; known: client, user",
                "{client}:{user|has a brace without its counterpart, or a control character; write text with {client} and {user}",
                "{user}\\n|has a brace without its counterpart, or a control character; write text with {client} and {user}",
            })
    void what_a_name_of_users_cannot_hold_is_refused(String template, String told) {
        assertThat(problemsOfYaml(support("user: \"" + template + "\"")))
                .isEqualTo("sluice.yaml:6:5: upstreams.support.user " + told);
    }

    @Test
    void conversations_are_kept_and_side_requests_known_as_written() {
        assertThat(conversations("retention: 7d, side_begins: 'Task:', side_holds: '<log>'"))
                .isEqualTo(new ConversationConfig(Duration.ofDays(7), "Task:", "<log>"));
        assertThat(conversations("retention: 1h"))
                .isEqualTo(
                        new ConversationConfig(Duration.ofHours(1), "### Task:", "<chat_history>"));
        assertThat(conversations("retention: off, side_begins: off, side_holds: off"))
                .isEqualTo(new ConversationConfig(Duration.ZERO, "", ""));
    }

    private static ConversationConfig conversations(String settings) {
        return yaml("conversations: {" + settings + "}\n" + support()).keeping().conversations();
    }

    @Test
    void who_forgets_conversations_at_once_is_refused() {
        assertThat(problemsOfYaml("conversations: {retention: 59m}\n" + support()))
                .isEqualTo(
                        "sluice.yaml:1:17: conversations.retention is `59m`; write 1h or more, or off");
    }
}
