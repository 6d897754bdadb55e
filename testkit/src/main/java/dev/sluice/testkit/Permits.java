package dev.sluice.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** So many may go on at once; the others wait in the order in which they came. */
final class Permits {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int limit = Integer.MAX_VALUE;
    private int taken;

    /** Permits that were taken stay taken. */
    void limit(int newLimit) {
        synchronized (this) {
            limit = newLimit;
        }
        grant();
    }

    /** Whether there was one; otherwise the runnable is called once, when a permit is freed. */
    synchronized boolean take(Runnable later) {
        if (taken < limit) {
            taken++;
            return true;
        }
        waiting.add(later);
        return false;
    }

    void free() {
        synchronized (this) {
            taken--;
        }
        grant();
    }

    synchronized int waiting() {
        return waiting.size();
    }

    private void grant() {
        for (var next = next(); next.isPresent(); next = next()) {
            next.get().run();
        }
    }

    private synchronized Optional<Runnable> next() {
        if (waiting.isEmpty() || taken >= limit) {
            return Optional.empty();
        }
        taken++;
        return Optional.of(waiting.remove());
    }
}
