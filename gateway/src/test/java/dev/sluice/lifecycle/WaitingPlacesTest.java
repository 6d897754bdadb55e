package dev.sluice.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.registry.Deadlines;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A call that is given up gives its place back: at the upstream, in the queue, and in its chat. */
@Timeout(60)
final class WaitingPlacesTest {
    private static final int PLACES = 4;
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Question QUESTION = Question.to("a");
    private static final SimulatedApp HOLDING =
            SimulatedApp.chat("app-a").script(List.of(new Step.Text("Word"), new Step.Hold()));

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void clients_that_leave_the_queue_for_a_connection_make_room_in_it_at_once() {
        try (var gateway = TestGateway.with(HOLDING).maxConnections(PLACES).loops(1).start()) {
            List<RawClient> running = asking(gateway, PLACES, "Run");
            await().until(() -> gateway.dify().runs().size() == PLACES);
            List<RawClient> waiting = asking(gateway, PLACES, "Left");
            await().until(() -> gateway.gateway().openExchanges() == 2 * PLACES);
            waiting.forEach(RawClient::leave);
            await().until(() -> gateway.gateway().openExchanges() == PLACES);
            List<RawClient> next = asking(gateway, PLACES, "Next");
            await().until(() -> gateway.gateway().openExchanges() == 2 * PLACES);
            running.forEach(RawClient::leave);

            next.forEach(client -> client.until("Word"));
            assertThat(gateway.dify().runs())
                    .hasSize(2 * PLACES)
                    .noneMatch(run -> run.query().equals("Left"));
            next.forEach(RawClient::close);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void a_request_that_waited_for_too_long_waits_no_more() {
        try (var gateway =
                TestGateway.with(HOLDING)
                        .maxConnections(1)
                        .loops(1)
                        .deadlines(firstEvent(Duration.ofSeconds(1)))
                        .start()) {
            List<RawClient> running = asking(gateway, 1, "Run");
            running.forEach(client -> client.until("Word"));

            for (int i = 0; i < 3; i++) {
                Answer late = gateway.ask(QUESTION);
                assertThat(late.status()).isEqualTo(503);
                assertThat(late.body()).contains("were in use for 1 s");
            }
            running.forEach(RawClient::close);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void a_client_that_leaves_holds_its_chat_no_longer_than_one_that_stays() {
        var silent = SimulatedApp.chatflow("app-a").failing(new Fault.LateHead(LONG));
        var question = QUESTION.header("X-OpenWebUI-Chat-Id", "c1");
        try (var gateway =
                        TestGateway.with(silent)
                                .deadlines(firstEvent(Duration.ofSeconds(2)))
                                .start();
                var first = gateway.client().ask(question.saying("One?"))) {
            await().until(() -> gateway.dify().runs().size() == 1);
            gateway.dify().app(SimulatedApp.chatflow("app-a").saying("Second"));
            first.leave();

            try (var second = gateway.client().patience(Duration.ofSeconds(6))) {
                assertThat(second.ask(question.saying("Two?")).answer().body()).contains("Second");
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void slow_stops_of_one_app_hold_up_no_stop_of_another() throws Exception {
        try (var dify = new SlowStops();
                var gateway =
                        TestGateway.with()
                                .upstream("slow", dify.url())
                                .upstream("quick", dify.url())
                                .loops(1)
                                .start()) {
            var clients = new ArrayList<RawClient>();
            for (int i = 0; i < SlowStops.MANY; i++) {
                clients.add(gateway.client().ask(Question.to("slow").streamed()));
            }
            clients.forEach(client -> client.until("Word"));
            clients.forEach(RawClient::leave);
            await().until(() -> dify.slowStops() >= 64);

            try (var client = gateway.client().ask(Question.to("quick").streamed())) {
                client.until("Word");
                client.leave();
                await().until(() -> dify.quickStops() == 1);
            }
        }
    }

    private static List<RawClient> asking(TestGateway gateway, int count, String text) {
        var clients = new ArrayList<RawClient>();
        for (int i = 0; i < count; i++) {
            clients.add(gateway.client().ask(QUESTION.saying(text).streamed()));
        }
        return clients;
    }

    private static Deadlines firstEvent(Duration limit) {
        return new Deadlines(LONG, limit, LONG, LONG, LONG, LONG, Duration.ZERO);
    }
}
