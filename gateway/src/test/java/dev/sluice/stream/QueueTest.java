package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.registry.Deadlines;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.StandardError;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chatflows and workflows wait for a worker of Dify: accepted, pinged once, then silent. */
final class QueueTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration QUEUED = SHORT.multipliedBy(4);
    private static final Question QUESTION = Question.to("a");
    private static final String WILL_RUN = "it will still run there";

    private static Stream<SimulatedApp> apps() {
        return Stream.of(SimulatedApp.chatflow("app-a"), SimulatedApp.workflow("app-a"));
    }

    @ParameterizedTest
    @MethodSource("apps")
    void a_run_that_is_silent_before_it_begins_is_not_late(SimulatedApp app) {
        var queued = app.saying("Word").failing(new Fault.LateEvents(QUEUED));
        // The first event is late as well, but the head, at which that clock stops, is not.
        var limits = new Deadlines(LONG, LONG, LONG, SHORT, LONG, LONG, LONG);
        try (var gateway = TestGateway.with(queued).deadlines(limits).start()) {
            assertThat(gateway.ask(QUESTION.streamed()).events().isDone()).isTrue();
            assertThat(gateway.ask(QUESTION).status()).isEqualTo(200);
            assertThat(gateway.dify().runs()).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("apps")
    void one_that_is_silent_after_it_has_begun_is_late(SimulatedApp app) {
        var hanging = app.script(List.of(new Step.Started(), new Step.Hold()));
        var limits = new Deadlines(LONG, LONG, LONG, SHORT, LONG, LONG, LONG);
        try (var gateway = TestGateway.with(hanging).deadlines(limits).start()) {
            assertThat(gateway.ask(QUESTION).diagnosis()).isEqualTo("UPSTREAM-SILENT");
            await().until(() -> gateway.dify().stops().size() == 1);
        }
    }

    @ParameterizedTest
    @MethodSource("apps")
    void one_that_never_begins_is_said_to_wait_for_a_worker_and_to_run_later(SimulatedApp app) {
        var limits = new Deadlines(LONG, LONG, SHORT, LONG, LONG, LONG, LONG);
        try (var log = new StandardError();
                var gateway = TestGateway.with(never(app)).deadlines(limits).start()) {
            Answer answer = gateway.ask(QUESTION);

            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.diagnosis()).isEqualTo("UPSTREAM-QUEUED");
            assertThat(answer.body())
                    .contains("CELERY_WORKER_AMOUNT", "SERVER_WORKER_CONNECTIONS", "free worker");
            await().until(() -> log.text().contains(WILL_RUN));
            assertThat(gateway.dify().stops()).isEmpty();
        }
    }

    @Test
    void a_stream_that_dify_gives_up_after_such_a_wait_is_said_to_be_that() {
        var given = List.<Step>of(new Step.Ping(), new Step.Silence(QUEUED));
        var limits = new Deadlines(LONG, LONG, LONG, SHORT, LONG, LONG, LONG);
        var app = SimulatedApp.chatflow("app-a").script(given);
        try (var gateway = TestGateway.with(app).deadlines(limits).start()) {
            assertThat(gateway.ask(QUESTION).diagnosis()).isEqualTo("UPSTREAM-QUEUED");
        }
    }

    @Test
    void a_client_that_leaves_the_queue_has_its_run_stopped_as_soon_as_it_begins() {
        var queued =
                SimulatedApp.chatflow("app-a")
                        .script(
                                List.of(
                                        new Step.Silence(QUEUED),
                                        new Step.Started(),
                                        new Step.Hold()));
        try (var gateway = TestGateway.of(queued)) {
            try (var client = gateway.client()) {
                client.ask(QUESTION);
                await().until(() -> gateway.dify().runs().size() == 1);
            }

            await().until(() -> gateway.dify().stops().size() == 1);
            assertThat(gateway.dify().stops())
                    .containsExactly(gateway.dify().runs().getFirst().taskId());
        }
    }

    private static SimulatedApp never(SimulatedApp app) {
        return app.script(List.of(new Step.Ping(), new Step.Hold()));
    }
}
