package dev.sluice.edge;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether a balancer should send requests here. When it is asked regularly, shutting down waits
 * until it has been told no. Thread-safe.
 */
public final class Readiness {
    private static final long NOTICE_SECONDS = 15;

    private final CountDownLatch told = new CountDownLatch(1);
    private volatile boolean asked;
    private volatile boolean draining;

    boolean ask() {
        asked = true;
        if (draining) {
            told.countDown();
        }
        return !draining;
    }

    boolean draining() {
        return draining;
    }

    /** From now on the answer is no; returns when somebody who asks has heard it. */
    public void drain() {
        draining = true;
        if (!asked) {
            return;
        }
        try {
            var _ = told.await(NOTICE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
