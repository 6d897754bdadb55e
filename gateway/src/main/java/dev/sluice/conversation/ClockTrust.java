package dev.sluice.conversation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * For how long the time of day has gone as evenly as the clock that nobody can set. A clock that is
 * wrong, and is put right, jumps. Not thread-safe.
 */
final class ClockTrust {
    /** More than a clock drifts between two looks. */
    private static final Duration JUMP = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final LongSupplier nanos;
    private long steadySinceNanos;
    private long offsetMillis;

    ClockTrust(InstantSource clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.steadySinceNanos = nanos.getAsLong();
        this.offsetMillis = offset();
    }

    private long offset() {
        return clock.millis() - Duration.ofNanos(nanos.getAsLong()).toMillis();
    }

    /** Since the start, or since the look that found that it had jumped; zero if this one does. */
    Duration steadyFor() {
        long now = offset();
        boolean jumped = Math.abs(now - offsetMillis) > JUMP.toMillis();
        // What it drifts is followed.
        offsetMillis = now;
        if (jumped) {
            steadySinceNanos = nanos.getAsLong();
            return Duration.ZERO;
        }
        return Duration.ofNanos(nanos.getAsLong() - steadySinceNanos);
    }

    long millis() {
        return clock.millis();
    }
}
