package dev.sluice.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class LatencyTest {
    @Test
    void ranks_are_taken_from_sorted_times() {
        var times = LongStream.rangeClosed(1, 200).map(n -> 201 - n).boxed().toList();

        var latency = Latency.of(times);

        assertThat(latency)
                .isEqualTo(
                        new Latency(
                                Duration.ofNanos(100),
                                Duration.ofNanos(198),
                                Duration.ofNanos(200)));
    }

    @Test
    void what_never_happened_took_no_time() {
        assertThat(Latency.of(List.of()).max()).isZero();
    }
}
