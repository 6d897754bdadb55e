package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When an answer is complete, and what each way of not being complete is called. */
final class TerminalTest {
    private static final SimulatedApp CHAT = SimulatedApp.chat("app-a").saying("One", " two");
    private static final SimulatedApp WORKFLOW =
            SimulatedApp.workflow("app-a").saying("One", " two");

    /** What the gateway waits for an upstream's end, less what clocks may differ in. */
    private static final Duration LAST_WORD = Duration.ofMillis(1_950);

    private static final Question QUESTION = Question.to("a");
    private static final int MANY = 5;
    private static final int BAD_GATEWAY = 502;
    private static final int OK = 200;

    @Test
    void an_answer_is_complete_when_the_upstream_ends_it_after_its_terminal() {
        try (var gateway = TestGateway.of(CHAT)) {
            Answer answer = gateway.ask(QUESTION.streamed());

            assertThat(answer.events().content()).isEqualTo("One two");
            assertThat(answer.events().isDone()).isTrue();
            assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
            assertThat(gateway.dify().stops()).isEmpty();
        }
    }

    @Test
    void no_client_waits_for_an_upstream_that_does_not_end_after_its_terminal() {
        try (var gateway = TestGateway.of(CHAT.failing(new Fault.StayOpen()))) {
            long asked = System.nanoTime();

            for (int i = 0; i < MANY; i++) {
                Answer streamed = gateway.ask(QUESTION.streamed());
                Answer whole = gateway.ask(QUESTION);

                assertThat(streamed.events().isDone()).isTrue();
                assertThat(streamed.end()).isEqualTo(Answer.End.WHOLE);
                assertThat(whole.body()).contains("\"content\":\"One two\"");
            }

            assertThat(System.nanoTime() - asked).isLessThan(2 * MANY * LAST_WORD.toNanos());
            await().until(() -> gateway.dify().openRuns() == 0);
            assertThat(gateway.dify().runs())
                    .extracting(Run::outcome)
                    .containsOnly(Run.Outcome.CLOSED_BY_PEER);
        }
    }

    @Test
    void a_stream_that_ends_without_its_terminal_is_truncated() {
        expectFailure(CHAT.failing(new Fault.NoTerminal()), "STREAM-TRUNCATED");
        expectFailure(WORKFLOW.failing(new Fault.NoTerminal()), "STREAM-TRUNCATED");
    }

    @Test
    void a_workflow_that_failed_says_so() {
        expectFailure(WORKFLOW.failing(new Fault.FailedRun(1, "no luck")), "RUN-FAILED");
    }

    @Test
    void a_chat_whose_model_failed_says_so() {
        expectFailure(CHAT.failing(new Fault.FailedRun(1, "no luck")), "DIFY-MODEL-FAILED");
    }

    @Test
    void a_workflow_that_somebody_else_stopped_says_so() {
        expectFailure(WORKFLOW.failing(new Fault.StoppedElsewhere(1)), "RUN-STOPPED");
    }

    private static void expectFailure(SimulatedApp app, String code) {
        try (var gateway = TestGateway.of(app)) {
            Answer streamed = gateway.ask(QUESTION.streamed());
            Answer whole = gateway.ask(QUESTION);

            assertThat(streamed.status()).isEqualTo(OK);
            assertThat(streamed.events().content()).startsWith("One");
            assertThat(streamed.events().diagnosis()).isEqualTo(code);
            assertThat(streamed.end()).isEqualTo(Answer.End.CLOSED);
            assertThat(whole.status()).isEqualTo(BAD_GATEWAY);
            assertThat(whole.diagnosis()).isEqualTo(code);
            assertThat(whole.header("x-sluice-code")).isEqualTo(code);
            assertThat(whole.end()).isEqualTo(Answer.End.WHOLE);
        }
    }
}
