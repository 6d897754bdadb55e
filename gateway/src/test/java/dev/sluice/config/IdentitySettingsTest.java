package dev.sluice.config;

import static dev.sluice.config.Reading.problemsOfYaml;
import static dev.sluice.config.Reading.support;
import static dev.sluice.config.Reading.upstream;
import static dev.sluice.config.Reading.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.IdentityConfig;
import dev.sluice.conversation.ConversationConfig;
import dev.sluice.conversation.SideRequests;
import dev.sluice.registry.ChatSettings;
import dev.sluice.registry.Memory;
import java.time.Duration;
import java.util.List;
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
    void conversations_are_kept_as_long_as_written() {
        assertThat(conversations("conversations: {retention: 7d}"))
                .extracting(ConversationConfig::retention)
                .isEqualTo(Duration.ofDays(7));
        assertThat(conversations("conversations: {retention: off}"))
                .extracting(ConversationConfig::retention)
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void how_chats_find_their_conversations_is_taken() {
        var config =
                conversations(
                        "chats: {history: not_sent, by_history: false, side_requests: cheap,"
                                + " side_patterns: ['Task:*<log>', 'Title']}");

        assertThat(config)
                .isEqualTo(
                        new ConversationConfig(
                                ConversationConfig.DEFAULT.retention(),
                                false,
                                false,
                                new SideRequests(List.of("Task:*<log>", "Title"), "cheap")));
        assertThat(conversations("chats: {side_patterns: off}").side().patterns()).isEmpty();
        assertThat(conversations("chats: {side_requests: refuse}").side().refused()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "history: none | chats.history is `none`",
                "by_history: perhaps | chats.by_history is `perhaps`; write true or false",
                "side_patterns: ['*'] | matches every message",
            })
    void what_makes_no_sense_is_refused(String setting, String problem) {
        assertThat(problemsOfYaml("chats: {" + setting + "}\n" + support())).contains(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"side_begins", "side_holds"})
    void what_older_versions_were_told_of_side_requests_is_refused_with_its_new_form(String key) {
        assertThat(problemsOfYaml("conversations: {" + key + ": x}\n" + support()))
                .contains("is replaced; write", "side_patterns");
    }

    @Test
    void headers_of_a_turn_and_the_member_that_names_the_chat_are_taken() {
        var identity =
                identity(
                        "task_header: X-Task, message_header: X-Msg, parent_header: off,"
                                + " chat_field: metadata.thread");

        assertThat(identity.turn())
                .isEqualTo(new IdentityConfig.TurnHeaders("X-Task", "X-Msg", ""));
        assertThat(identity.chatField()).isEqualTo("metadata.thread");
    }

    private static ConversationConfig conversations(String settings) {
        return yaml(settings + "\n" + support()).keeping().conversations();
    }

    @Test
    void who_forgets_conversations_at_once_is_refused() {
        assertThat(problemsOfYaml("conversations: {retention: 59m}\n" + support()))
                .isEqualTo(
                        "sluice.yaml:1:17: conversations.retention is `59m`; write 1h or more, or off");
    }
}
