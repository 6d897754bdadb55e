package dev.sluice.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a gateway goes: said first, done next, and honest with whom it leaves waiting. */
final class DrainTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Question QUESTION = Question.to("app");
    private static final SimulatedApp ENDLESS =
            SimulatedApp.chat("app-app").script(List.of(new Step.Text("Word"), new Step.Hold()));

    @Test
    void it_says_that_it_is_not_ready_while_running_answers_go_on_to_their_end() {
        var app = SimulatedApp.chat("app-app").tokens(100).every(Duration.ofMillis(10));
        try (var gateway = TestGateway.with(app).drain(LONG).start();
                var balancer = gateway.client();
                var client = gateway.client()) {
            assertThat(balancer.get("/readyz").answer().status()).isEqualTo(200);
            client.ask(QUESTION.streamed()).until("\"content\":");

            Thread closing = close(gateway);

            await().until(() -> balancer.get("/readyz").answer().status() == 503);
            Answer answer = client.answer();
            assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
            assertThat(answer.events().isDone()).isTrue();
            await().until(() -> !closing.isAlive());
            assertThat(gateway.dify().stops()).isEmpty();
        }
    }

    @Test
    void without_a_model_it_is_not_ready() {
        try (var gateway = TestGateway.with().drain(LONG).start();
                var balancer = gateway.client()) {
            assertThat(balancer.get("/readyz").answer().body()).contains("no model");

            Thread closing = close(gateway);

            await().until(() -> balancer.get("/readyz").answer().body().contains("draining"));
            await().until(() -> !closing.isAlive());
        }
    }

    @Test
    void it_takes_no_new_connection_while_answers_run() {
        try (var gateway = TestGateway.with(ENDLESS).drain(LONG).start();
                var client = gateway.client()) {
            client.ask(QUESTION.streamed()).until("Word");
            int port = gateway.port();

            Thread closing = close(gateway);

            await().untilAsserted(() ->
                    assertThatThrownBy(() -> RawClient.connect(port).close())
                            .hasMessageContaining("refused"));
            assertThat(closing.isAlive()).isTrue();
            client.leave();
            await().until(() -> !closing.isAlive());
        }
    }

    @Test
    void a_stream_that_outlasts_the_limit_ends_honestly_and_its_run_is_stopped() {
        try (var gateway = TestGateway.with(ENDLESS).drain(Duration.ofMillis(200)).start();
                var client = gateway.client()) {
            client.ask(QUESTION.streamed()).until("Word");
            Run run = gateway.dify().runs().getFirst();

            gateway.gateway().close();

            Answer answer = client.answer();
            assertThat(answer.end()).isEqualTo(Answer.End.CLOSED);
            assertThat(answer.events().diagnosis()).isEqualTo("GATE-DRAINING");
            assertThat(answer.body()).doesNotContain("[DONE]");
            assertThat(gateway.dify().stops()).containsExactly(run.taskId());
            assertThat(gateway.dify().openRuns()).isZero();
        }
    }

    @Test
    void an_answer_in_one_piece_that_outlasts_the_limit_is_refused() {
        try (var gateway = TestGateway.with(ENDLESS).drain(Duration.ofMillis(200)).start();
                var client = gateway.client()) {
            client.ask(QUESTION);
            await().until(() -> gateway.dify().openRuns() == 1);

            gateway.gateway().close();

            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.diagnosis()).isEqualTo("GATE-DRAINING");
            assertThat(answer.header("retry-after")).isEqualTo("1");
        }
    }

    @Test
    void an_idle_gateway_closes_and_leaves_no_connection_at_its_upstream() {
        try (var gateway = TestGateway.with(SimulatedApp.chat("app-app")).drain(LONG).start();
                var idle = gateway.client()) {
            assertThat(idle.ask(QUESTION).answer().status()).isEqualTo(200);

            gateway.gateway().close();

            // Sooner than pooled connections end by themselves.
            await().atMost(Duration.ofSeconds(3))
                    .until(() -> gateway.dify().openConnections() == 0);
        }
    }

    private static Thread close(TestGateway gateway) {
        return Thread.ofPlatform().start(gateway.gateway()::close);
    }
}
