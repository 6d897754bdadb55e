package dev.sluice.conversation;

import dev.sluice.store.Database;
import dev.sluice.worker.Worker;
import dev.sluice.worker.WorkerSchedule;
import dev.sluice.worker.WorkerSchedule.Rhythm;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets conversations that were not used for long, by a thread of its own. Any thread may say how
 * long that is.
 *
 * <p>How old something is depends on the clock of the machine, and a clock that was wrong for a
 * minute must not cost what cannot be brought back: nothing is deleted by age while the clock
 * jumps, and not much at once.
 */
public final class Retention implements AutoCloseable {
    /**
     * So late that a clock which was wrong at the start has been put right, and was seen to jump.
     */
    private static final Duration EVERY = Duration.ofHours(1);

    /** Of all conversations, what may go without further thought: one part in five. */
    private static final int PARTS = 5;

    /** What may go of a few. */
    private static final long FEW = 3;

    /** How long the clock must have gone evenly before one more part goes. */
    private static final Duration DAY = Duration.ofHours(24);

    /** More chats than a person can have meant. */
    private static final int MOST_OF_A_USER = 10_000;

    /** Of a client that names no users, and may have many all the same. */
    private static final int MOST_OF_A_CLIENT = 500_000;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Sweep sweep;
    private final ClockTrust clock;
    private final WorkerSchedule thread;
    private volatile Duration keep;
    private volatile boolean closed;

    /** Whether the last look ended so. */
    private boolean failing;

    /** Whether the last look found more to delete than may go at once. */
    private boolean heldBack;

    /** How long the clock had gone evenly when the last part went. */
    private Duration lastPart = Duration.ZERO;

    private Retention(Database truth, ClockTrust clock, Duration keep, Rhythm rhythm) {
        this.sweep = new Sweep(truth);
        this.clock = clock;
        this.keep = keep;
        this.thread = WorkerSchedule.start("retention", rhythm, this::forget);
    }

    /**
     * Looks every hour, for the first time after an hour.
     *
     * @param keep since the last use; zero for ever
     */
    public static Retention start(Database truth, InstantSource clock, Duration keep) {
        var trust = new ClockTrust(clock, System::nanoTime);
        return start(truth, trust, keep, Rhythm.every(EVERY));
    }

    static Retention start(Database truth, ClockTrust clock, Duration keep, Rhythm rhythm) {
        return new Retention(truth, clock, keep, rhythm);
    }

    public Worker thread() {
        return thread;
    }

    /** From the next look on; since the last use, and zero for ever. */
    public void keep(Duration newKeep) {
        keep = newKeep;
    }

    /** Looks once. */
    synchronized void forget() {
        Duration longest = keep;
        try {
            Duration steady = clock.steadyFor();
            long deleted = sweep.deleteBeyond(MOST_OF_A_USER, MOST_OF_A_CLIENT, () -> !closed);
            if (!longest.isZero()) {
                deleted += deleteOld(longest, steady);
            }
            if (deleted > 0 || failing) {
                LOG.atInfo().addKeyValue("deleted", deleted).log("old conversations were deleted");
            }
            failing = false;
        } catch (Throwable undone) {
            // Whatever it is, nothing depends on it now, and it is tried again.
            if (!failing && !closed) {
                LOG.atWarn().setCause(undone).log("old conversations cannot be deleted");
            }
            failing = true;
        }
    }

    /** As much as is plausible. */
    private long deleteOld(Duration longest, Duration steady) {
        if (steady.isZero()) {
            lastPart = Duration.ZERO;
            LOG.warn("the clock of this machine has jumped; nothing is deleted by age this time");
            return 0;
        }
        long now = clock.millis();
        sweep.dateUndated(now);
        Sweep.Count count = sweep.count(now - longest.toMillis());
        long part = Math.max(FEW, Math.ceilDiv(count.all(), PARTS));
        boolean isMuch = count.old() > part;
        if (isMuch && steady.minus(lastPart).compareTo(DAY) < 0) {
            if (!heldBack) {
                reportHeldBack(count, longest);
            }
            heldBack = true;
            return 0;
        }
        heldBack = false;
        lastPart = isMuch ? steady : lastPart;
        long most = isMuch ? part : count.old();
        return sweep.deleteUnusedSince(now - longest.toMillis(), most, () -> !closed);
    }

    private static void reportHeldBack(Sweep.Count count, Duration longest) {
        LOG.atWarn()
                .addKeyValue("old", count.old())
                .addKeyValue("all", count.all())
                .addKeyValue(
                        "fix",
                        "look at the clock of this machine. If it is right, a fifth goes each day; to"
                                + " delete them at once: POST /v1/conversation/cleanup with"
                                + " {\"max_age_days\": %d}"
                                        .formatted(Math.max(1, longest.toDays())))
                .log("many conversations look old, and are kept for now");
    }

    /** Waits for nothing: what one transaction deletes meanwhile was to go. */
    @Override
    public void close() {
        closed = true;
        thread.stop();
    }
}
