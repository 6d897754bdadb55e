package dev.sluice.testkit.load;

import java.time.Duration;
import java.util.List;

/** How long something took, over many times; all zero when it never happened. */
public record Latency(Duration median, Duration p99, Duration max) {
    /** Of nanoseconds in any order. */
    public static Latency of(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return new Latency(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static Duration at(List<Long> sorted, double share) {
        if (sorted.isEmpty()) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(share * sorted.size());
        return Duration.ofNanos(sorted.get(Math.max(0, rank - 1)));
    }
}
