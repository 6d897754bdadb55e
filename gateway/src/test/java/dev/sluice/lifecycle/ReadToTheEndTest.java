package dev.sluice.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testing.WordedDify;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dify keeps the text of a stopped chat only if somebody reads it to its end. */
final class ReadToTheEndTest {
    private static final Question QUESTION = Question.to("a").header("X-Session-Id", "s1");
    private static final List<Step> NEVER_ENDING = List.of(new Step.Text("Word"), new Step.Hold());
    private static final String TEXT =
            "data: {\"event\":\"message\",\"task_id\":\"t\",\"message_id\":\"m\",\"conversation_id\":\"c\",\"answer\":\"Word\"}\n\n";

    private static Stream<SimulatedApp> saved_by_reading() {
        return Stream.of(SimulatedApp.chat("app-a"), SimulatedApp.completion("app-a"));
    }

    private static Stream<SimulatedApp> saved_either_way_or_not_at_all() {
        return Stream.of(
                SimulatedApp.chatflow("app-a"),
                SimulatedApp.workflow("app-a"),
                SimulatedApp.agentChat("app-a"));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("saved_by_reading")
    void a_run_that_is_stopped_is_read_to_its_end(SimulatedApp app) {
        assertThat(outcome(app)).isEqualTo(Run.Outcome.STOPPED);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("saved_either_way_or_not_at_all")
    void where_reading_saves_nothing_the_connection_is_closed_at_once(SimulatedApp app) {
        assertThat(outcome(app)).isIn(Run.Outcome.CLOSED_BY_PEER, Run.Outcome.RESET_BY_PEER);
    }

    private static Run.Outcome outcome(SimulatedApp app) {
        try (var gateway = TestGateway.of(app.script(NEVER_ENDING));
                var client = gateway.client()) {
            client.ask(QUESTION.streamed()).until("Word");

            client.leave();

            await().until(() -> gateway.dify().openRuns() == 0);
            await().until(() -> gateway.dify().stops().size() == 1);
            return gateway.dify().runs().getFirst().outcome();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void a_gateway_that_closes_reads_it_to_its_end_too() {
        var app = SimulatedApp.chat("app-a").script(NEVER_ENDING);
        try (var gateway = TestGateway.of(app);
                var client = gateway.client()) {
            client.ask(QUESTION.streamed()).until("Word");

            gateway.gateway().close();

            assertThat(gateway.dify().runs())
                    .extracting(Run::outcome)
                    .containsExactly(Run.Outcome.STOPPED);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void an_upstream_that_goes_on_in_spite_of_the_stop_is_read_for_five_seconds() {
        try (var dify = WordedDify.of("chat", _ -> TEXT + WordedDify.HOLD);
                var gateway = TestGateway.with().upstream("a", dify.url()).start()) {
            try (var client = gateway.client()) {
                client.ask(QUESTION.streamed()).until("Word");
            }
            await().until(() -> dify.stops() == 1);
            long stopped = System.nanoTime();

            await().atMost(Duration.ofSeconds(30)).until(() -> dify.openConnections() == 0);

            assertThat(Duration.ofNanos(System.nanoTime() - stopped))
                    .isGreaterThan(Duration.ofSeconds(3));
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void the_next_in_the_chat_begins_after_that() {
        var app = SimulatedApp.chat("app-a");
        try (var gateway = TestGateway.of(app.script(NEVER_ENDING))) {
            try (var client = gateway.client()) {
                client.ask(QUESTION.streamed()).until("Word");
            }
            gateway.dify().app(app.saying("Well."));

            assertThat(gateway.ask(QUESTION.saying("Next?")).status()).isEqualTo(200);
            assertThat(gateway.dify().runs().getFirst().outcome()).isEqualTo(Run.Outcome.STOPPED);
        }
    }
}
