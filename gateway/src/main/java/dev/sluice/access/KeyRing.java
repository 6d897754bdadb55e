package dev.sluice.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys as requests see them: in memory, read anew by a thread of its own when they have
 * changed. Any thread may ask.
 */
public final class KeyRing implements AutoCloseable {
    /** A key that is made or revoked anywhere counts, or no longer counts, within a second. */
    static final Duration EVERY = Duration.ofMillis(500);

    /** How often an unknown key may have the keys read before their time, for all requests. */
    static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /** How long keys count that can no longer be read, since one may have been revoked. */
    static final Duration TRUSTED_UNREAD = Duration.ofHours(1);

    /** A database that takes longer does not keep a caller waiting who may be nobody. */
    private static final Duration LOOK_PATIENCE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final ApiKeys keys;
    private final InstantSource clock;
    private final ScheduledExecutorService thread;
    private volatile Snapshot snapshot;
    private @Nullable Future<?> look;
    private long lastLookNanos;

    private record Snapshot(ApiKeys.Stored stored, Health health) {}

    /**
     * How good the knowledge is.
     *
     * @param current whether the last try to read the keys succeeded
     * @param readAt when one last did
     */
    public record Health(boolean current, Instant readAt) {

        /** For people. */
        public String text() {
            return current
                    ? "keys: read from the database"
                    : "keys: the database cannot be read since %s; keys known then count until %s"
                            .formatted(
                                    readAt.truncatedTo(ChronoUnit.SECONDS),
                                    readAt.plus(TRUSTED_UNREAD).truncatedTo(ChronoUnit.SECONDS));
        }
    }

    private KeyRing(ApiKeys keys, InstantSource clock, Snapshot first) {
        this.keys = keys;
        this.clock = clock;
        this.snapshot = first;
        this.lastLookNanos = System.nanoTime() - LOOK_EVERY.toNanos();
        this.thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("key-ring").factory());
    }

    /**
     * Reads the keys, and goes on doing so.
     *
     * @throws AccessException when they were made with another secret key
     */
    public static KeyRing open(ApiKeys keys, InstantSource clock) {
        var health = new Health(true, clock.instant());
        var first = new Snapshot(keys.since(ApiKeys.Stored.NONE), health);
        var ring = new KeyRing(keys, clock, first);
        var _ =
                ring.thread.scheduleWithFixedDelay(
                        ring::read, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return ring;
    }

    public Health health() {
        return snapshot.health();
    }

    Standing standing(String digest) {
        Snapshot now = snapshot;
        var standing = now.stored().byDigest().get(digest);
        if (standing == null) {
            return new Standing.Unknown();
        }
        Instant trusted = now.health().readAt().plus(TRUSTED_UNREAD);
        return clock.instant().isAfter(trusted) ? new Standing.Unsure() : standing;
    }

    /**
     * Returns when the keys were read by a look that began after this call, or when that takes too
     * long. One look serves all who call before it begins, and those that come while the database
     * is away do not wait. Never on an event loop.
     */
    void look() {
        if (!snapshot.health().current()) {
            return;
        }
        try {
            var _ = nextLook().get(LOOK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | RejectedExecutionException _) {
            // What is known has to do: the database is slow, or the gateway stops.
            return;
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private synchronized Future<?> nextLook() {
        if (look == null) {
            long wait = lastLookNanos + LOOK_EVERY.toNanos() - System.nanoTime();
            look = thread.schedule(this::lookNow, Math.max(0, wait), TimeUnit.NANOSECONDS);
        }
        return look;
    }

    private void lookNow() {
        synchronized (this) {
            look = null;
            lastLookNanos = System.nanoTime();
        }
        read();
    }

    @Override
    public void close() {
        thread.close();
    }

    private void read() {
        Snapshot last = snapshot;
        Instant now = clock.instant();
        try {
            snapshot = new Snapshot(keys.since(last.stored()), new Health(true, now));
            if (!last.health().current()) {
                LOG.info("the keys can be read again");
            }
        } catch (RuntimeException unread) {
            // Whatever it is, the keys that are known go on counting, and it is tried again.
            snapshot = new Snapshot(last.stored(), new Health(false, last.health().readAt()));
            if (last.health().current()) {
                LOG.atWarn()
                        .setCause(unread)
                        .log("the keys cannot be read; those known go on counting");
            }
        }
    }
}
