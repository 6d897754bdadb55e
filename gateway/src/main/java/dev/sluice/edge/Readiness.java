package dev.sluice.edge;

import dev.sluice.access.KeyRing;
import dev.sluice.conversation.Conversations;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whether a balancer should send requests here. When it is asked regularly, shutting down waits
 * until it has been told no. Thread-safe.
 */
public final class Readiness {
    private static final long NOTICE_SECONDS = 15;

    /** Who has not asked for so long does not ask regularly. */
    private static final Duration REGULARLY = Duration.ofSeconds(30);

    private final CountDownLatch told = new CountDownLatch(1);
    private final LongSupplier nanos;
    private final Supplier<KeyRing.Health> keys;
    private final Supplier<Conversations.Health> conversations;
    private final Supplier<List<Outage>> outages;
    private volatile boolean asked;
    private volatile long lastAskedNanos;
    private volatile boolean draining;

    /**
     * @param nanos a clock that nobody sets
     * @param keys how well it is known who may call
     * @param conversations how well it is known what continues which chat
     * @param outages what keeps requests from being answered as they should be
     */
    public Readiness(
            LongSupplier nanos,
            Supplier<KeyRing.Health> keys,
            Supplier<Conversations.Health> conversations,
            Supplier<List<Outage>> outages) {
        this.outages = outages;
        this.nanos = nanos;
        this.keys = keys;
        this.conversations = conversations;
    }

    /** Why no request should be sent here; a line each, empty when there is nothing. */
    String outages(boolean detailed) {
        return outages.get().stream()
                .map(outage -> (detailed ? outage.text() : outage.summary()) + "\n")
                .collect(Collectors.joining());
    }

    /** What does not work as it should, though requests are answered; a line each. */
    String reservations() {
        KeyRing.Health who = keys.get();
        Conversations.Health which = conversations.get();
        return (who.current() ? "" : who.text() + "\n")
                + (which.isGood() ? "" : which.text() + "\n");
    }

    boolean ask() {
        lastAskedNanos = nanos.getAsLong();
        asked = true;
        if (draining) {
            told.countDown();
        }
        return !draining;
    }

    /**
     * From now on the answer is no; returns when somebody who asks has heard it.
     *
     * @param limit waits no longer, as running answers do not
     */
    public void drain(Duration limit) {
        draining = true;
        if (!asked || nanos.getAsLong() - lastAskedNanos > REGULARLY.toNanos()) {
            return;
        }
        try {
            var _ = told.await(Math.min(NOTICE_SECONDS, limit.toSeconds()), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
