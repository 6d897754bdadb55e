package dev.sluice.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.http.PoolSettings;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Connections to an upstream are kept for the next call, and closed before it closes them. */
final class KeptConnectionsTest {
    private static final SimulatedApp APP = SimulatedApp.chat("app-a").saying("Word");
    private static final Question QUESTION = Question.to("a");
    private static final Duration GUNICORNS = Duration.ofSeconds(2);

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void they_are_closed_before_gunicorn_would() {
        assertThat(PoolSettings.KEEP_ALIVE).isLessThan(GUNICORNS);
        try (var gateway = TestGateway.of(APP)) {
            gateway.ask(QUESTION);

            await().until(() -> gateway.dify().openConnections() == 0);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void they_are_kept_as_long_as_the_setting_says() {
        try (var gateway = TestGateway.with(APP).loops(1).keepAlive(Duration.ofHours(1)).start()) {
            gateway.ask(QUESTION);
            long accepted = gateway.dify().acceptedConnections();

            await().during(GUNICORNS.multipliedBy(2))
                    .until(() -> gateway.dify().openConnections() > 0);
            gateway.ask(QUESTION);

            assertThat(gateway.dify().acceptedConnections()).isEqualTo(accepted);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void none_is_kept_where_it_is_off() {
        try (var gateway = TestGateway.with(APP).loops(1).keepAlive(Duration.ZERO).start()) {
            gateway.ask(QUESTION);
            gateway.ask(QUESTION);

            // Two questions, and the two calls that tell what the app is.
            assertThat(gateway.dify().acceptedConnections()).isEqualTo(4);
        }
    }
}
