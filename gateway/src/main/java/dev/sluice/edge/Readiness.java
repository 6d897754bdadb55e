package dev.sluice.edge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether a balancer should send requests here. When it is asked regularly, shutting down waits
 * until it has been told no. Thread-safe.
 */
public final class Readiness {
    private static final long NOTICE_SECONDS = 15;

    /** Who has not asked for so long does not ask regularly. */
    private static final Duration REGULARLY = Duration.ofSeconds(30);

    private final CountDownLatch told = new CountDownLatch(1);
    private final InstantSource clock;
    private volatile Instant lastAsked = Instant.EPOCH;
    private volatile boolean draining;

    public Readiness(InstantSource clock) {
        this.clock = clock;
    }

    boolean ask() {
        lastAsked = clock.instant();
        if (draining) {
            told.countDown();
        }
        return !draining;
    }

    /** From now on the answer is no; returns when somebody who asks has heard it. */
    public void drain() {
        draining = true;
        if (lastAsked.isBefore(clock.instant().minus(REGULARLY))) {
            return;
        }
        try {
            var _ = told.await(NOTICE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
