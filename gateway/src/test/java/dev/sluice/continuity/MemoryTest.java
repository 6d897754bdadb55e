package dev.sluice.continuity;

import static dev.sluice.continuity.FrontEnd.way;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.registry.ChatSettings;
import dev.sluice.registry.Memory;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who remembers a chat is a setting of each upstream. */
final class MemoryTest {
    private static final SimulatedApp APP = SimulatedApp.chat("app-a").saying("Well.");

    @Test
    void stateless_every_turn_tells_all_in_a_new_conversation() {
        try (var gateway = gateway(Memory.STATELESS)) {
            FrontEnd chat = FrontEnd.chatting(gateway, "a", "c1");

            chat.says("One?");
            Answer second = chat.says("Two?");

            assertThat(way(second)).isEqualTo("new");
            assertThat(queries(gateway))
                    .containsExactly("One?", "User: One?\n\nAssistant: Well.\n\nUser: Two?");
            assertThat(gateway.dify().conversations()).hasSize(2);
        }
    }

    @Test
    void stateless_a_named_conversation_is_left_alone_and_the_client_is_told() {
        try (var gateway = gateway(Memory.STATELESS)) {
            Answer first = gateway.ask(Question.to("a"));

            Answer second = gateway.ask(naming(first));

            assertThat(second.header("x-sluice-warning")).isEqualTo("CONVERSATION-IGNORED");
            assertThat(gateway.dify().conversations()).hasSize(2);
        }
    }

    @Test
    void explicit_only_the_conversation_that_the_client_names_goes_on() {
        try (var gateway = gateway(Memory.EXPLICIT)) {
            FrontEnd chat = FrontEnd.chatting(gateway, "a", "c1");
            Answer first = chat.says("One?");

            Answer unnamed = chat.says("Two?");
            Answer named = gateway.ask(naming(first));

            assertThat(List.of(way(unnamed), way(named))).containsExactly("new", "continued");
            assertThat(gateway.dify().conversations()).hasSize(2);
        }
    }

    @Test
    void last_turn_nothing_else_is_ever_told_and_the_chat_goes_on_whatever_it_shows() {
        try (var gateway = gateway(Memory.LAST_TURN)) {
            FrontEnd chat = FrontEnd.chatting(gateway, "a", "c1");
            chat.says("One?");
            chat.says("Two?");

            Answer edited = chat.keeping(0, "Uno?").says("Three?");
            Answer elsewhere = chat.asks("Four?", "\"user\":\"somebody else\"");

            assertThat(List.of(way(edited), way(elsewhere))).containsExactly("continued", "new");
            assertThat(queries(gateway)).containsExactly("One?", "Two?", "Three?", "Four?");
            assertThat(gateway.dify().conversations()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void apps_that_keep_no_conversations_are_told_all_that_the_memory_allows(Memory memory) {
        var settings = new ChatSettings(memory, "{user}");
        try (var gateway =
                TestGateway.with(SimulatedApp.completion("app-c")).chats(settings).start()) {
            FrontEnd chat = FrontEnd.chatting(gateway, "c", "c1");
            chat.says("One?");

            Answer second = chat.says("Two?");

            assertThat(second.headers()).doesNotContainKey("x-sluice-conversation");
            assertThat(queries(gateway).getLast())
                    .isEqualTo(
                            memory == Memory.LAST_TURN
                                    ? "Two?"
                                    : "User: One?\n\nAssistant: %s\n\nUser: Two?"
                                            .formatted(chat.kept(1)));
        }
    }

    private static Question naming(Answer first) {
        return Question.to("a")
                .with(
                        "\"conversation_id\":\"%s\""
                                .formatted(first.header("x-dify-conversation-id")));
    }

    private static TestGateway gateway(Memory memory) {
        return TestGateway.with(APP).chats(new ChatSettings(memory, "{client}:{user}")).start();
    }

    private static List<String> queries(TestGateway gateway) {
        return gateway.dify().runs().stream().map(Run::query).toList();
    }
}
