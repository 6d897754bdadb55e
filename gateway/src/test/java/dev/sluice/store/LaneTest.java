package dev.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that carry out works outlast whatever a work, or what is around it, throws. */
@Timeout(30)
final class LaneTest {
    /** Fails outside of any work at first, as where there is no memory left. */
    private static final class FailingHand implements Lane.Hand {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public int span() {
            return 8;
        }

        @Override
        public void carryOut(List<Job<?>> jobs) {
            jobs.forEach(job -> assertThat(job.take()).isTrue());
            if (calls.getAndIncrement() == 0) {
                throw new OutOfMemoryError("a test's");
            }
            jobs.forEach(Job::succeed);
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }

    @Test
    void an_error_around_a_work_reaches_its_caller_and_the_next_work_is_done() {
        var hand = new FailingHand();
        try (var lane = new Lane("failing", List.of(hand), Scene.patient())) {
            assertThatThrownBy(() -> lane.call(_ -> 1)).isInstanceOf(OutOfMemoryError.class);

            assertThatThrownBy(() -> lane.call(_ -> 2))
                    .hasMessageContaining("over without an outcome");
            assertThat(hand.calls).hasValue(2);
        }
    }
}
