package dev.sluice.conversation;

import dev.sluice.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets conversations that were not used for long, by a thread of its own. Any thread may say how
 * long that is.
 */
public final class Retention implements AutoCloseable {
    /** Not while the gateway starts. */
    private static final Duration FIRST = Duration.ofMinutes(1);

    private static final Duration EVERY = Duration.ofHours(1);

    /** More chats than a person can have meant. */
    private static final int MOST_OF_A_USER = 10_000;

    /** Of a client that names no users, and may have many all the same. */
    private static final int MOST_OF_A_CLIENT = 500_000;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Sweep sweep;
    private final InstantSource clock;
    private final ScheduledExecutorService thread;
    private volatile Duration keep;
    private volatile boolean closed;

    /** Whether the last look ended so. */
    private boolean failing;

    private Retention(Database truth, InstantSource clock, Duration keep) {
        this.sweep = new Sweep(truth);
        this.clock = clock;
        this.keep = keep;
        this.thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("retention").factory());
    }

    /**
     * Begins soon, and goes on every hour.
     *
     * @param keep since the last use; zero for ever
     */
    public static Retention start(Database truth, InstantSource clock, Duration keep) {
        return start(truth, clock, keep, new Rhythm(FIRST, EVERY));
    }

    /** When it looks for what is old. */
    record Rhythm(Duration first, Duration every) {}

    static Retention start(Database truth, InstantSource clock, Duration keep, Rhythm rhythm) {
        var retention = new Retention(truth, clock, keep);
        var _ =
                retention.thread.scheduleWithFixedDelay(
                        retention::forget,
                        rhythm.first().toMillis(),
                        rhythm.every().toMillis(),
                        TimeUnit.MILLISECONDS);
        return retention;
    }

    /** From the next look on; since the last use, and zero for ever. */
    public void keep(Duration newKeep) {
        keep = newKeep;
    }

    /** Looks once. */
    synchronized void forget() {
        Duration longest = keep;
        try {
            long deleted = sweep.deleteBeyond(MOST_OF_A_USER, MOST_OF_A_CLIENT, () -> !closed);
            if (!longest.isZero()) {
                long oldest = clock.instant().minus(longest).toEpochMilli();
                deleted += sweep.deleteUnusedSince(oldest, () -> !closed);
            }
            if (deleted > 0 || failing) {
                LOG.atInfo().addKeyValue("deleted", deleted).log("old conversations were deleted");
            }
            failing = false;
        } catch (RuntimeException undone) {
            // Whatever it is, nothing depends on it now, and it is tried again.
            if (!failing && !closed) {
                LOG.atWarn().setCause(undone).log("old conversations cannot be deleted");
            }
            failing = true;
        }
    }

    /** Waits for nothing: what one transaction deletes meanwhile was to go. */
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
    }
}
