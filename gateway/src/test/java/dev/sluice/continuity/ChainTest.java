package dev.sluice.continuity;

import static dev.sluice.continuity.FrontEnd.way;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.registry.ChatSettings;
import dev.sluice.registry.Memory;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Conversation;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A chat whose model has two upstreams has a conversation of its own at each. */
final class ChainTest {
    private static final SimulatedApp FIRST = SimulatedApp.chat("app-first").saying("Well.");
    private static final SimulatedApp SECOND = SimulatedApp.chat("app-second").saying("Well.");
    private static final Fault BUSY = Fault.JsonError.tooManyRequests();

    @Test
    void it_is_told_all_where_it_moves_and_anew_where_it_comes_back() {
        try (var gateway = gateway(FIRST, SECOND).start()) {
            FrontEnd chat = FrontEnd.chatting(gateway, "model", "c1");
            Answer one = chat.says("One?");
            gateway.dify().app(FIRST.failing(BUSY));
            Answer two = chat.says("Two?");
            Answer three = chat.says("Three?");
            gateway.dify().app(FIRST);

            Answer four = chat.says("Four?");
            Answer five = chat.says("Five?");

            assertThat(List.of(way(one), way(two), way(three), way(four), way(five)))
                    .containsExactly("new", "new", "continued", "reseeded", "continued");
            assertThat(List.of(attempts(two), attempts(three), attempts(four)))
                    .containsExactly("2", "2", "1");
            assertThat(gateway.dify().conversations())
                    .extracting(Conversation::queries)
                    .filteredOn(queries -> queries.size() == 2)
                    .containsExactlyInAnyOrder(
                            List.of(told("Two?"), "Three?"),
                            List.of(told("Two?", "Three?", "Four?"), "Five?"));
        }
    }

    @Test
    void a_chat_that_is_busy_is_not_taken_elsewhere() {
        var stalled = FIRST.failing(new Fault.PingsOnly(Duration.ofSeconds(1)));
        try (var gateway = gateway(stalled, SECOND).rerun().start()) {
            var clients = new ArrayList<RawClient>();
            for (int i = 0; i < 9; i++) {
                int begun = i + 1;
                clients.add(gateway.client().ask(question("Turn " + i)));
                await().until(() -> gateway.gateway().openExchanges() == begun);
            }

            Answer tenth = gateway.ask(question("Turn 9"));

            assertThat(tenth.diagnosis()).isEqualTo("CHAT-BUSY");
            assertThat(gateway.dify().runs()).extracting(Run::appKey).containsOnly("app-first");
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void an_answer_tells_nothing_of_conversations_elsewhere() {
        var first = SimulatedApp.chatflow("app-first").saying("Well.");
        var second = SimulatedApp.completion("app-second").saying("Well.");
        try (var gateway = gateway(first, second).rerun().start()) {
            FrontEnd chat = FrontEnd.chatting(gateway, "model", "c1");
            chat.says("One?");
            gateway.dify().forgetConversations();
            gateway.dify().app(first.failing(new Fault.FailedRun(0, "no")));

            Answer two = chat.says("Two?");

            assertThat(two.status()).isEqualTo(200);
            assertThat(attempts(two)).isEqualTo("3");
            assertThat(two.headers())
                    .doesNotContainKeys(
                            "x-sluice-conversation",
                            "x-conversation-reset",
                            "x-dify-conversation-id");
        }
    }

    @Test
    void a_warning_is_told_once() {
        var stateless = new ChatSettings(Memory.STATELESS, "{user}");
        try (var gateway = gateway(FIRST.failing(BUSY), SECOND).chats(stateless).start()) {
            Answer answer = gateway.ask(question("One?").header("X-Dify-Conversation-Id", "x"));

            assertThat(answer.header("x-sluice-warning")).isEqualTo("CONVERSATION-IGNORED");
        }
    }

    private static TestGateway.Builder gateway(SimulatedApp first, SimulatedApp second) {
        return TestGateway.with(first, second).chain("model", "first", "second");
    }

    private static Question question(String text) {
        return Question.to("model").header(FrontEnd.CHAT, "c1").saying(text);
    }

    /** All that was said, after the first question. */
    private static String told(String... questions) {
        var told = new StringBuilder("User: One?");
        for (String question : questions) {
            told.append("\n\nAssistant: Well.\n\nUser: ").append(question);
        }
        return told.toString();
    }

    private static String attempts(Answer answer) {
        return answer.header("x-sluice-attempts");
    }
}
