package dev.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.TestGateway;
import org.junit.jupiter.api.Test;

/** That a gateway forgets at all; what it forgets is told where that is done. */
final class RetentionTest {
    @Test
    void a_gateway_forgets_while_it_runs_and_no_longer() {
        long before = threads();
        var gateway = TestGateway.of();

        assertThat(threads()).isEqualTo(before + 1);

        gateway.close();
        await().until(() -> threads() == before);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("retention"))
                .count();
    }
}
