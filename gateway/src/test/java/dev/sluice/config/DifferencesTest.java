package dev.sluice.config;

import static dev.sluice.config.Reading.support;
import static dev.sluice.config.Reading.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a reload tells. */
final class DifferencesTest {
    private static String between(String old, String now) {
        return String.join(
                "\n",
                Differences.between(yaml(old), yaml(now)).stream()
                        .map(Differences.Difference::toString)
                        .toList());
    }

    @Test
    void the_same_configuration_written_otherwise_differs_in_nothing() {
        assertThat(between(support(), "server: {drain: 30000ms, port: 8000}\n" + support()))
                .isEmpty();
    }

    @Test
    void a_changed_setting_is_told_with_both_values() {
        assertThat(
                        between(
                                support("model: a"),
                                support("rerun: true")
                                        + "server: {drain: off}\nmodels: {m: support}\n"))
                .isEqualTo(
                        """
                        server.drain: 30s -> off (needs a restart)
                        upstreams.support.model: a -> nothing
                        upstreams.support.rerun: false -> true
                        models.m: nothing -> support\
                        """);
    }

    @Test
    void what_counts_only_after_a_restart_is_told_so() {
        assertThat(
                        between(
                                support(),
                                support()
                                        + "server: {listen: ['localhost:1', 'localhost:2']}\n"
                                        + "data: {dir: b, url: 'postgresql://db/sluice'}\n"))
                .isEqualTo(
                        """
                        server.listen: http://127.0.0.1:8000 -> http://localhost:1, http://localhost:2 (needs a restart)
                        data.dir: data -> b (needs a restart)
                        data.url: nothing -> postgresql://db/sluice (needs a restart)\
                        """);
    }

    @Test
    void how_users_and_chats_are_known_counts_without_a_restart() {
        assertThat(
                        between(
                                support(),
                                "server: {permanent_failures: 400}\n"
                                        + support(
                                                "memory: last-turn",
                                                "user: 'u-{user}'",
                                                "reasoning: tags")
                                        + "access: {identity: {user_header: X-User, chat_header: off, token_secret: 01234567890123456789012345678901}}\n"
                                        + "conversations: {retention: off}\nchats: {side_patterns: off}\n"))
                .isEqualTo(
                        """
                        server.permanent_failures: own -> 400
                        access.identity.user_header: X-OpenWebUI-User-Id -> X-User
                        access.identity.chat_header: X-OpenWebUI-Chat-Id -> off
                        access.identity.token_secret: nothing -> …8901
                        conversations.retention: 30d -> off
                        chats.side_patterns: ### Task:*### Chat History:*<chat_history>, ### Task:*You are an autocompletion system*<chat_history>, Create a concise*3-5 word title, Your task is to reflect the speaker's likely facial expression, Available Tools: [*Your task is to choose and return the correct tool, You have been provided with a set of responses from various models, Provide a concise*5-word-or-less title for the conversation, Please generate a concise*5-word-or-less title for the conversation, Analyze this conversation and provide:*concise title, Please generate a four to five word title summarizing our conversation, 使用四到五个字直接返回这句话的简要主题, 使用四到五個字直接返回這句話的簡要主題, Summarize*discussion briefly in 200 words or less to use as a prompt, 简要总结一下*用作后续的上下文提示 prompt, 簡要總結一下*用作後續的上下文提示 prompt, Based on the chat history, give this conversation a name. -> off
                        upstreams.support.memory: mapped -> last-turn
                        upstreams.support.user: {client}:{user} -> u-{user}
                        upstreams.support.reasoning: field -> tags\
                        """);
    }

    @Test
    void an_upstream_that_comes_or_goes_is_told_once() {
        assertThat(between(support(), support("url: https://b.example/v1").replace("support", "b")))
                .isEqualTo(
                        """
                        upstreams.b.url: nothing -> https://b.example/v1
                        upstreams.support.url: https://dify.example/v1 -> nothing\
                        """);
    }

    @Test
    void secrets_are_told_apart_and_not_shown() {
        String old = support("key: app-1234567890123abcd") + "access: {keys: {front: shortest}}\n";
        String now = support("key: app-2234567890123abcd") + "access: {keys: {front: otherkey}}\n";

        assertThat(between(old, now))
                .isEqualTo(
                        """
                        access.keys.front: …, in what is not shown
                        upstreams.support.key: app-…abcd, in what is not shown\
                        """);
    }
}
