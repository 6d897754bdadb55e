package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the runtime throws in place of an exception must not leave a client without an answer. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ErrorsTest {
    @Test
    void a_request_that_needs_too_much_stack_is_answered_as_a_bug() {
        var deep = new AtomicBoolean();
        try (var gateway =
                TestGateway.with(SimulatedApp.chat("app-app"))
                        .clock(() -> {
                            if (deep.get() && Thread.currentThread().getName().startsWith("plot")) {
                                throw new StackOverflowError();
                            }
                            return Instant.EPOCH;
                        })
                        .start()) {
            deep.set(true);

            Answer answer = gateway.ask(Question.to("app"));

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.header("x-sluice-code")).isEqualTo("INTERNAL");
        }
    }
}
