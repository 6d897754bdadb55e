package dev.sluice.continuity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testing.WordedDify;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of runs and conversations that come late, or that nobody can keep. */
@Timeout(60)
final class StrangeIdsTest {
    private static final String CONVERSATION = "x-dify-conversation-id";
    private static final Question QUESTION = Question.to("a").header(FrontEnd.CHAT, "c1");
    private static final String STRANGE = "data: {\"event\":\"tomorrows_event\",\"data\":{}}\n\n";

    private static final String LONG =
            "0123456789012345678901234567890123456789012345678901234567890123"
                    + "0123456789012345678901234567890123456789012345678901234567890123"
                    + "0123456789012345678901234567890123456789012345678901234567890123"
                    + "0123456789012345678901234567890123456789012345678901234567890123";

    @Test
    void a_run_that_its_second_event_names_is_stopped() {
        try (var dify = WordedDify.of("chat", _ -> STRANGE + text("c") + WordedDify.HOLD);
                var gateway = TestGateway.with().upstream("a", dify.url()).start();
                var client = gateway.client()) {
            client.ask(QUESTION.streamed()).until("Word");

            client.leave();

            await().until(() -> dify.stops() == 1);
        }
    }

    @Test
    void a_conversation_that_the_second_event_names_is_remembered() {
        try (var dify = WordedDify.of("chat", _ -> STRANGE + text("c") + end("c"));
                var gateway =
                        TestGateway.with().upstream("a", dify.url()).historyNotSent().start()) {
            assertThat(gateway.ask(QUESTION).header(CONVERSATION)).isEqualTo("c");

            assertThat(FrontEnd.way(gateway.ask(QUESTION))).isEqualTo("continued");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c\\u0000d", LONG})
    void a_conversation_whose_name_cannot_be_kept_is_answered_and_not_remembered(String id) {
        try (var dify = WordedDify.of("chat", _ -> text(id) + end(id));
                var gateway =
                        TestGateway.with().upstream("a", dify.url()).historyNotSent().start()) {
            Answer first = gateway.ask(QUESTION);
            Answer streamed = gateway.ask(QUESTION.streamed());

            assertThat(first.status()).isEqualTo(200);
            assertThat(first.body()).contains("Word");
            assertThat(first.header(CONVERSATION)).isEmpty();
            assertThat(streamed.events().isDone()).isTrue();
            assertThat(FrontEnd.way(streamed)).isEqualTo("new");
        }
    }

    private static String text(String conversation) {
        return "data: {\"event\":\"message\",\"task_id\":\"t\",\"message_id\":\"m\",\"conversation_id\":\"%s\",\"answer\":\"Word\"}\n\n"
                .formatted(conversation);
    }

    private static String end(String conversation) {
        return "data: {\"event\":\"message_end\",\"task_id\":\"t\",\"message_id\":\"m\",\"conversation_id\":\"%s\",\"metadata\":{}}\n\n"
                .formatted(conversation);
    }
}
