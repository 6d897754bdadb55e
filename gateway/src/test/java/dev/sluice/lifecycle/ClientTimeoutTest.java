package dev.sluice.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client that says how long it waits has an answer before it stops waiting. */
final class ClientTimeoutTest {
    private static final String READ_TIMEOUT = "x-stainless-read-timeout";
    private static final Question QUESTION = Question.to("a");
    private static final SimulatedApp APP = SimulatedApp.chat("app-a");
    private static final SimulatedApp SLOW =
            APP.script(
                    List.of(
                            new Step.Text("Word"),
                            new Step.Silence(Duration.ofSeconds(3)),
                            new Step.Text(" more"),
                            new Step.End()));
    private static final SimulatedApp ENDLESS =
            APP.script(List.of(new Step.Text("Word"), new Step.Hold()));

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({
        "x-stainless-read-timeout, 2.5, 2.5 s",
        "X-Stainless-Timeout, 3, 3 s",
        "X-Stainless-Timeout, 3.0, 3 s"
    })
    void an_answer_that_is_not_there_a_second_before_is_a_failure_that_says_what_helps(
            String header, String value, String told) {
        try (var gateway = TestGateway.of(ENDLESS)) {
            Answer answer = gateway.ask(QUESTION.header(header, value));

            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.diagnosis()).isEqualTo("CLIENT-TIMEOUT");
            assertThat(answer.body()).contains(told, "stream: true");
            await().until(() -> gateway.dify().stops().size() == 1);
            assertThat(gateway.dify().runs()).hasSize(1);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void nobody_else_is_asked_when_it_passes() {
        try (var gateway =
                TestGateway.with(ENDLESS, SimulatedApp.chat("app-b"))
                        .chain("both", "a", "b")
                        .rerun()
                        .start()) {
            var question = Question.to("both").header(READ_TIMEOUT, "2.5");

            assertThat(gateway.ask(question).diagnosis()).isEqualTo("CLIENT-TIMEOUT");
            assertThat(gateway.dify().runs()).hasSize(1);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void it_holds_for_no_stream() {
        try (var gateway = TestGateway.of(SLOW)) {
            Answer answer = gateway.ask(QUESTION.streamed().header(READ_TIMEOUT, "2.5"));

            assertThat(answer.events().content()).isEqualTo("Word more");
            assertThat(answer.events().isDone()).isTrue();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void what_nobody_would_wait_for_is_ignored() {
        try (var gateway = TestGateway.of(SLOW)) {
            assertThat(gateway.ask(QUESTION.header(READ_TIMEOUT, "1.5")).status()).isEqualTo(200);
        }
    }
}
