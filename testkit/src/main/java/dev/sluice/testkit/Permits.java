package dev.sluice.testkit;

import java.util.ArrayDeque;
import java.util.Deque;

/** So many may go on at once; the others wait in the order in which they came. */
final class Permits {
    private static final Runnable NONE_WAITING = () -> {};

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
        for (Runnable next = next(); next != NONE_WAITING; next = next()) {
            next.run();
        }
    }

    private synchronized Runnable next() {
        if (waiting.isEmpty() || taken >= limit) {
            return NONE_WAITING;
        }
        taken++;
        return waiting.remove();
    }
}
