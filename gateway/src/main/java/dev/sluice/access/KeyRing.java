package dev.sluice.access;

import dev.sluice.store.StoreException;
import dev.sluice.worker.Worker;
import dev.sluice.worker.WorkerSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
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
    private final LongSupplier nanos;
    private final WorkerSchedule thread;
    private volatile Snapshot snapshot;
    private @Nullable Future<?> look;
    private long lastLookNanos;

    /**
     * What is known.
     *
     * @param readNanos when it was read, by the clock that nobody sets
     */
    private record Snapshot(ApiKeys.Stored stored, Health health, long readNanos) {}

    /**
     * How good the knowledge is.
     *
     * @param current whether the last try to read the keys succeeded
     * @param readAt when one last did; {@link #NEVER} if none has since the start
     */
    public record Health(boolean current, Instant readAt) {
        static final Instant NEVER = Instant.EPOCH;

        /** For people. */
        public String text() {
            if (current) {
                return "keys: read from the database";
            }
            return readAt.equals(NEVER)
                    ? "keys: the database could not be read since the start; only keys of the"
                            + " configuration count until it can"
                    : "keys: the database cannot be read since %s; keys known then count until %s"
                            .formatted(
                                    readAt.truncatedTo(ChronoUnit.SECONDS),
                                    readAt.plus(TRUSTED_UNREAD).truncatedTo(ChronoUnit.SECONDS));
        }
    }

    private KeyRing(ApiKeys keys, InstantSource clock, LongSupplier nanos) {
        this.keys = keys;
        this.clock = clock;
        this.nanos = nanos;
        this.lastLookNanos = System.nanoTime() - LOOK_EVERY.toNanos();
        this.snapshot = first();
        this.thread =
                WorkerSchedule.start("key-ring", WorkerSchedule.Rhythm.every(EVERY), this::read);
    }

    /**
     * Reads the keys, and goes on doing so. Where the database is away there are none until it is
     * back.
     *
     * @throws AccessException when they were made with another secret key
     */
    public static KeyRing open(ApiKeys keys, InstantSource clock) {
        return open(keys, clock, System::nanoTime);
    }

    static KeyRing open(ApiKeys keys, InstantSource clock, LongSupplier nanos) {
        return new KeyRing(keys, clock, nanos);
    }

    private Snapshot first() {
        try {
            var stored = keys.since(ApiKeys.Stored.NONE);
            return new Snapshot(stored, new Health(true, clock.instant()), nanos.getAsLong());
        } catch (StoreException unread) {
            if (!unread.isTransient()) {
                throw unread;
            }
            var unknown = new Health(false, Health.NEVER);
            return new Snapshot(ApiKeys.Stored.NONE, unknown, nanos.getAsLong());
        }
    }

    public Worker thread() {
        return thread;
    }

    public Health health() {
        return snapshot.health();
    }

    Standing standing(String digest) {
        Snapshot now = snapshot;
        var standing = now.stored().byDigest().get(digest);
        if (standing == null) {
            boolean unread = now.health().readAt().equals(Health.NEVER);
            return unread ? new Standing.Unsure() : new Standing.Unknown();
        }
        // The time of day may jump, such as after a machine has slept.
        long unreadNanos = nanos.getAsLong() - now.readNanos();
        return unreadNanos > TRUSTED_UNREAD.toNanos() ? new Standing.Unsure() : standing;
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
            look = thread.schedule(this::lookNow, Duration.ofNanos(wait));
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
        try {
            Instant now = clock.instant();
            long nowNanos = nanos.getAsLong();
            var stored = keys.since(last.stored());
            snapshot = new Snapshot(stored, new Health(true, now), nowNanos);
            if (!last.health().current()) {
                LOG.info("the keys can be read again");
            }
        } catch (Throwable unread) {
            // Whatever it is, the keys that are known go on counting, and it is tried again.
            var health = new Health(false, last.health().readAt());
            snapshot = new Snapshot(last.stored(), health, last.readNanos());
            if (last.health().current()) {
                LOG.atWarn()
                        .setCause(unread)
                        .log("the keys cannot be read; those known go on counting");
            }
        }
    }
}
