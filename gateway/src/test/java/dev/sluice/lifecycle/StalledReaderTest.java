package dev.sluice.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.http.Timing;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An answer that is complete is kept only for a client that takes it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StalledReaderTest {
    private static final Duration A_MOMENT = Duration.ofMillis(300);
    private static final int LONG = 8 << 20;

    @Test
    void a_client_that_takes_nothing_of_its_answer_is_given_up() {
        var usual = Timing.DEFAULT;
        var timing =
                new Timing(usual.commit(), usual.keepAlive(), usual.body(), usual.cut(), A_MOMENT);
        var app = SimulatedApp.chat("app-a").saying(pieces());
        try (var gateway = TestGateway.with(app).timing(timing).start();
                var client = gateway.client()) {
            client.ask(Question.to("a"));
            await().until(() -> gateway.gateway().openExchanges() == 1);

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> gateway.gateway().openExchanges() == 0);

            assertThat(gateway.dify().openRuns()).isZero();
        }
    }

    private static String[] pieces() {
        var pieces = new String[LONG / 65_536];
        Arrays.fill(pieces, "a".repeat(65_536));
        return pieces;
    }
}
