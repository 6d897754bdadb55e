package dev.sluice.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ManyClientsGoneTest {
    /** Each has four sockets in this process, and a process has 20,000 where this must run. */
    private static final int CLIENTS = 4_000;

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void thousands_of_clients_that_leave_at_once_leave_no_run_and_no_connection() {
        var app =
                SimulatedApp.chat("app-app")
                        .script(List.of(new Step.Text("Word"), new Step.Hold()));
        try (var gateway = TestGateway.with(app).maxConnections(CLIENTS).start()) {
            var clients = new ArrayList<RawClient>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(gateway.client().ask(Question.to("app").streamed()));
            }
            clients.forEach(client -> client.until("Word"));

            clients.forEach(RawClient::reset);

            var dify = gateway.dify();
            await().atMost(LIMIT).until(() -> dify.stops().size() == CLIENTS);
            assertThat(dify.stops())
                    .containsExactlyInAnyOrderElementsOf(
                            dify.runs().stream().map(Run::taskId).toList());
            await().atMost(LIMIT).until(() -> dify.openRuns() == 0);
            await().atMost(LIMIT).until(() -> dify.openConnections() == 0);
            assertThat(gateway.gateway().openExchanges()).isZero();
        }
    }
}
