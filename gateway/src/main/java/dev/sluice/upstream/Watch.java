package dev.sluice.upstream;

import dev.sluice.http.Loop;
import dev.sluice.protocol.FailureCode;
import dev.sluice.registry.Deadlines;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The upstream's deadlines on one answer. Time runs only while we read: an upstream that we have
 * paused is not late. One timer, moved only when it fires, so that an event costs a time stamp.
 */
final class Watch {
    private static final long NEVER = Long.MAX_VALUE;

    private final Loop loop;
    private final Deadlines deadlines;
    private final boolean queues;
    private final Consumer<FailureCode> expired;
    private final Runnable onlyPings;
    private Duration pingsOnly = Duration.ZERO;
    private Loop.@Nullable Timer timer;
    private long startedAt;
    private long headAt;
    private long lastByteAt;
    private long lastEventAt;
    private long pausedAt;
    private boolean headSeen;
    private boolean eventSeen;
    private boolean paused;

    /**
     * @param queues whether the upstream may keep a run waiting for a worker, silently, once it has
     *     accepted it
     * @param onlyPings told once when nothing but pings came for too long before the first event
     */
    Watch(
            Loop loop,
            Deadlines deadlines,
            boolean queues,
            Consumer<FailureCode> expired,
            Runnable onlyPings) {
        this.loop = loop;
        this.deadlines = deadlines;
        this.queues = queues;
        this.expired = expired;
        this.onlyPings = onlyPings;
    }

    void start() {
        startedAt = System.nanoTime();
        lastEventAt = startedAt;
        arm();
    }

    /**
     * The answer has begun.
     *
     * @param newPingsOnly how long there may be nothing but pings before the first event; zero for
     *     as long as the deadlines allow
     */
    void head(Duration newPingsOnly) {
        headSeen = true;
        pingsOnly = newPingsOnly;
        headAt = System.nanoTime();
        lastByteAt = headAt;
        rearm();
    }

    /** How long ago the head came, while no event has followed it; zero otherwise. */
    Duration queued() {
        return isQueued() ? Duration.ofNanos(System.nanoTime() - headAt) : Duration.ZERO;
    }

    void bytes(boolean withEvent) {
        lastByteAt = System.nanoTime();
        if (withEvent) {
            lastEventAt = lastByteAt;
            eventSeen = true;
        }
    }

    void pause() {
        if (!paused) {
            paused = true;
            pausedAt = System.nanoTime();
            stop();
        }
    }

    void resume() {
        if (paused) {
            paused = false;
            long rested = System.nanoTime() - pausedAt;
            startedAt += rested;
            headAt += rested;
            lastByteAt += rested;
            lastEventAt += rested;
            arm();
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void rearm() {
        if (!paused) {
            stop();
            arm();
        }
    }

    private void arm() {
        long early = Math.min(Math.min(onlyPings(), queue()), firstEvent());
        long next = Math.min(Math.min(early, silence()), Math.min(noProgress(), total()));
        if (next != NEVER) {
            timer = loop.after(Duration.ofNanos(next - System.nanoTime()), this::check);
        }
    }

    private void check() {
        long now = System.nanoTime();
        if (onlyPings() <= now) {
            pingsOnly = Duration.ZERO;
            arm();
            onlyPings.run();
        } else if (queue() <= now) {
            expired.accept(FailureCode.UPSTREAM_QUEUED);
        } else if (firstEvent() <= now) {
            expired.accept(FailureCode.UPSTREAM_FIRST_EVENT);
        } else if (silence() <= now) {
            expired.accept(FailureCode.UPSTREAM_SILENT);
        } else if (noProgress() <= now) {
            expired.accept(FailureCode.UPSTREAM_NO_PROGRESS);
        } else if (total() <= now) {
            expired.accept(FailureCode.UPSTREAM_TOTAL);
        } else {
            arm();
        }
    }

    private long onlyPings() {
        return headSeen && !eventSeen ? at(headAt, pingsOnly) : NEVER;
    }

    private long firstEvent() {
        return eventSeen || isQueued() ? NEVER : at(startedAt, deadlines.firstEvent());
    }

    private long queue() {
        return isQueued() ? at(headAt, deadlines.queue()) : NEVER;
    }

    private boolean isQueued() {
        return queues && headSeen && !eventSeen;
    }

    private long silence() {
        return headSeen && !isQueued() ? at(lastByteAt, deadlines.silence()) : NEVER;
    }

    private long noProgress() {
        return eventSeen ? at(lastEventAt, deadlines.noProgress()) : NEVER;
    }

    private long total() {
        return at(startedAt, deadlines.total());
    }

    private static long at(long from, Duration limit) {
        return limit.isZero() ? NEVER : from + limit.toNanos();
    }
}
