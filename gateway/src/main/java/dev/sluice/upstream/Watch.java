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
    private final Duration pingsOnly;
    private final Consumer<FailureCode> expired;
    private final Runnable lost;
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
     * @param pingsOnly how long there may be nothing but pings before the first event; zero for as
     *     long as the deadlines allow
     * @param lost told when that was too long
     */
    Watch(
            Loop loop,
            Deadlines deadlines,
            Duration pingsOnly,
            Consumer<FailureCode> expired,
            Runnable lost) {
        this.loop = loop;
        this.deadlines = deadlines;
        this.pingsOnly = pingsOnly;
        this.expired = expired;
        this.lost = lost;
    }

    void start() {
        startedAt = System.nanoTime();
        lastEventAt = startedAt;
        arm();
    }

    void head() {
        headSeen = true;
        headAt = System.nanoTime();
        lastByteAt = headAt;
        rearm();
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
        long early = Math.min(onlyPings(), firstEvent());
        long next = Math.min(Math.min(early, silence()), Math.min(noProgress(), total()));
        if (next != NEVER) {
            timer = loop.after(Duration.ofNanos(next - System.nanoTime()), this::check);
        }
    }

    private void check() {
        long now = System.nanoTime();
        if (onlyPings() <= now) {
            lost.run();
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
        return eventSeen ? NEVER : at(startedAt, deadlines.firstEvent());
    }

    private long silence() {
        return headSeen ? at(lastByteAt, deadlines.silence()) : NEVER;
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
