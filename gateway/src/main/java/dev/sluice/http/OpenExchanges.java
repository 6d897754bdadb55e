package dev.sluice.http;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The exchanges that have not ended. Thread-safe. */
final class OpenExchanges {
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Exchange> open = new HashSet<>();

    void add(Exchange exchange) {
        lock.lock();
        try {
            open.add(exchange);
        } finally {
            lock.unlock();
        }
    }

    void remove(Exchange exchange) {
        lock.lock();
        try {
            open.remove(exchange);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int count() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for all to end; those that have not by then are interrupted and told why. */
    int drain(Duration limit) {
        if (awaitNone(limit)) {
            return 0;
        }
        List<Exchange> late = snapshot();
        late.forEach(exchange -> exchange.interrupt(draining(limit)));
        awaitNone(LAST_WORDS);
        return late.size();
    }

    /** Returns when all that are open now have ended. */
    void awaitPresent() {
        List<Exchange> present = snapshot();
        lock.lock();
        try {
            while (present.stream().anyMatch(open::contains)) {
                changed.await();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private List<Exchange> snapshot() {
        lock.lock();
        try {
            return List.copyOf(open);
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitNone(Duration limit) {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!open.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return open.isEmpty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private static ChatFailure draining(Duration limit) {
        return ChatFailure.of(
                        FailureCode.GATE_DRAINING,
                        ChatFailure.SLUICE,
                        "The gateway is shutting down and this answer was still running after "
                                + TimeUnit.NANOSECONDS.toSeconds(limit.toNanos())
                                + " s.",
                        "Send the request again; server.drain gives answers longer.")
                .retryAfter(1);
    }
}
