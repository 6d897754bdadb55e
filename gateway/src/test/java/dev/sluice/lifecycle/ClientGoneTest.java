package dev.sluice.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.http.Timing;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever leaves ends his run, at whatever moment and in whatever way he leaves. */
final class ClientGoneTest {
    private static final Duration LATE = Duration.ofMillis(400);
    private static final Question QUESTION = Question.to("app");

    /** What the upstream is doing when the client leaves. */
    enum Moment {
        TALKING,
        SILENT,
        THINKING,
        HEAD_SENT,
        NOTHING_SENT;

        private SimulatedApp app() {
            var talking = SimulatedApp.chat("app-app").tokens(2_000).every(Duration.ofMillis(10));
            return switch (this) {
                case TALKING -> talking;
                case SILENT -> silent(new Step.Text("Word"));
                case THINKING -> silent(new Step.Reasoning("Hm", false));
                case HEAD_SENT -> talking.failing(new Fault.LateEvents(LATE));
                case NOTHING_SENT -> talking.failing(new Fault.LateHead(LATE));
            };
        }
    }

    enum Farewell {
        FIN,
        RST,
        HALF_CLOSED;

        private void say(RawClient client) {
            switch (this) {
                case FIN -> client.leave();
                case RST -> client.reset();
                case HALF_CLOSED -> client.halfClose();
            }
        }
    }

    private static SimulatedApp silent(Step first) {
        return SimulatedApp.chat("app-app").script(List.of(first, new Step.Hold()));
    }

    private static Stream<Arguments> every_moment_answer_and_farewell() {
        return Arrays.stream(Moment.values())
                .flatMap(moment ->
                        Stream.of(QUESTION, QUESTION.streamed())
                                .flatMap(question ->
                                        Arrays.stream(Farewell.values())
                                                .map(farewell ->
                                                        Arguments.of(moment, question, farewell))));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("every_moment_answer_and_farewell")
    void a_client_that_leaves_ends_its_run(Moment moment, Question question, Farewell farewell) {
        try (var gateway = TestGateway.of(moment.app());
                var client = gateway.client()) {
            client.ask(question);
            await().until(() -> gateway.dify().runs().size() == 1);
            if (moment == Moment.TALKING && question.equals(QUESTION.streamed())) {
                client.until("\"content\":");
            }

            farewell.say(client);

            Run run = gateway.dify().runs().getFirst();
            await().untilAsserted(
                            () -> assertThat(gateway.dify().stops()).containsExactly(run.taskId()));
            // Read to its end, since a chat of which nobody reads the end is saved without text.
            await().untilAsserted(() -> assertThat(run.outcome()).isEqualTo(Run.Outcome.STOPPED));
            await().until(() -> gateway.gateway().openExchanges() == 0);
            assertThat(gateway.dify().runs()).hasSize(1);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void a_client_that_leaves_while_it_waits_for_a_connection_causes_no_run() {
        var app = silent(new Step.Text("Word"));
        try (var gateway = TestGateway.with(app).maxConnections(1).loops(1).start();
                var first = gateway.client();
                var second = gateway.client()) {
            first.ask(QUESTION.streamed()).until("Word");
            second.ask(QUESTION.saying("Anybody?"));
            await().until(() -> gateway.gateway().openExchanges() == 2);
            second.leave();
            await().until(() -> gateway.gateway().openExchanges() == 1);

            first.leave();

            Run ended = gateway.dify().runs().getFirst();
            await().untilAsserted(() ->
                    assertThat(gateway.dify().stops()).containsExactly(ended.taskId()));
            gateway.dify().app(app.saying("Free", " again."));
            assertThat(gateway.ask(QUESTION).body()).contains("Free again.");
            assertThat(gateway.dify().runs())
                    .hasSize(2)
                    .noneMatch(run -> run.body().contains("Anybody?"));
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void a_client_that_leaves_while_the_app_is_asked_for_its_mode_causes_no_run() {
        var app = SimulatedApp.chat("app-app");
        try (var deaf = new DeafUpstream();
                var gateway =
                        TestGateway.with(app)
                                .upstream("deaf", deaf.url())
                                .chain("both", "deaf", "app")
                                .start()) {
            var client = gateway.client().ask(Question.to("both"));
            await().until(() -> gateway.gateway().openExchanges() == 1);

            client.leave();

            await().until(() -> gateway.gateway().openExchanges() == 0);
            deaf.hangUp();
            assertThat(gateway.ask(Question.to("app")).status()).isEqualTo(200);
            assertThat(gateway.dify().runs()).hasSize(1);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void a_client_that_leaves_while_the_app_is_asked_for_its_mode_takes_nobody_along() {
        var early = new Timing(LATE, LATE, Duration.ofSeconds(20));
        try (var deaf = new DeafUpstream();
                var gateway =
                        TestGateway.with(SimulatedApp.chat("app-app"))
                                .upstream("deaf", deaf.url())
                                .chain("both", "deaf", "app")
                                .timing(early)
                                .start();
                var leaving = gateway.client().ask(Question.to("both").streamed());
                var staying = gateway.client().ask(Question.to("both").streamed())) {
            leaving.until("keep-alive");
            staying.until("keep-alive");

            leaving.leave();

            await().until(() -> gateway.gateway().openExchanges() == 1);
            deaf.hangUp();
            assertThat(staying.answer().events().isDone()).isTrue();
        }
    }
}
