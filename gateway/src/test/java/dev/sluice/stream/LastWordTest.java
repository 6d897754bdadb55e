package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.registry.Deadlines;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testing.WordedDify;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A chatflow has two last events. Once one is there the answer is whole, whatever follows. */
final class LastWordTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Question QUESTION = Question.to("a");
    private static final String IDS =
            "\"task_id\":\"t\",\"message_id\":\"m\",\"conversation_id\":\"c\",\"workflow_run_id\":\"r\"";
    private static final String TEXT =
            event("workflow_started", "\"data\":{}") + event("message", "\"answer\":\"Word\"");
    private static final String FAILED =
            event(
                    "error",
                    "\"status\":400,\"code\":\"completion_request_error\",\"message\":\"no\"");

    /** Which of the two comes. */
    enum Last {
        MESSAGE_END(
                event(
                        "message_end",
                        "\"metadata\":{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}")),
        WORKFLOW_FINISHED(
                event(
                        "workflow_finished",
                        "\"data\":{\"status\":\"succeeded\",\"outputs\":{\"answer\":\"Word\"},\"total_tokens\":3}"));

        private final String event;

        Last(String event) {
            this.event = event;
        }
    }

    private static String event(String name, String members) {
        return "data: {\"event\":\"" + name + "\"," + IDS + "," + members + "}\n\n";
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @EnumSource
    void the_other_is_waited_for_a_moment_only(Last last) {
        try (var dify = holding(TEXT + last.event);
                var gateway = TestGateway.with().upstream("a", dify.url()).start()) {
            expectWhole(gateway.ask(QUESTION.streamedWithUsage()));
            Answer whole = gateway.ask(QUESTION);

            assertThat(whole.status()).isEqualTo(200);
            assertThat(whole.body()).contains("Word", "\"total_tokens\":3");
            assertThat(dify.stops()).isZero();
            await().until(() -> dify.openConnections() == 0);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @EnumSource
    void a_deadline_that_passes_meanwhile_makes_it_no_failure(Last last) {
        var limits = new Deadlines(LONG, LONG, SHORT, SHORT, LONG, LONG);
        try (var dify = holding(TEXT + last.event);
                var gateway =
                        TestGateway.with().upstream("a", dify.url()).deadlines(limits).start()) {
            expectWhole(gateway.ask(QUESTION.streamed()));
            assertThat(gateway.ask(QUESTION).status()).isEqualTo(200);
            assertThat(dify.stops()).isZero();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @EnumSource
    void a_gateway_that_closes_meanwhile_makes_it_no_failure(Last last) throws Exception {
        try (var dify = holding(TEXT + last.event);
                var gateway = TestGateway.with().upstream("a", dify.url()).start();
                var client = gateway.client()) {
            client.ask(QUESTION.streamed()).until("Word");

            Thread closing = Thread.ofVirtual().start(gateway.gateway()::close);

            expectWhole(client.answer());
            closing.join();
            assertThat(dify.stops()).isZero();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void neither_is_a_failure() {
        var limits = new Deadlines(LONG, LONG, SHORT, LONG, LONG, LONG);
        try (var dify = holding(TEXT);
                var gateway =
                        TestGateway.with().upstream("a", dify.url()).deadlines(limits).start()) {
            assertThat(gateway.ask(QUESTION).diagnosis()).isEqualTo("UPSTREAM-SILENT");
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void a_failure_in_the_place_of_either_is_one() {
        try (var dify = holding(TEXT + FAILED);
                var gateway = TestGateway.with().upstream("a", dify.url()).start()) {
            assertThat(gateway.ask(QUESTION).diagnosis()).isEqualTo("DIFY-MODEL-FAILED");
        }
    }

    private static void expectWhole(Answer answer) {
        assertThat(answer.events().content()).isEqualTo("Word");
        assertThat(answer.events().isDone()).isTrue();
        assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
    }

    private static WordedDify holding(String events) {
        return WordedDify.of("advanced-chat", _ -> events + WordedDify.HOLD);
    }
}
