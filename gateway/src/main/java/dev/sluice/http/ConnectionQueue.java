package dev.sluice.http;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The places for calls on one loop, and the calls that wait for one, in order of arrival. Not the
 * library's own queue, since nobody can leave that (Vert.x 5.2 drops a waiter only by a timeout
 * that was set before). Belongs to the loop.
 */
final class ConnectionQueue {
    private final int places;
    private final int limit;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int taken;

    /**
     * A queue in which nobody waits.
     *
     * @param places how many calls there may be at once
     * @param limit how many others may wait
     */
    ConnectionQueue(int places, int limit) {
        this.places = places;
        this.limit = limit;
    }

    /**
     * Takes a place, which the call must give back, or else waits for one.
     *
     * @param turn runs when the call has a place after it had to wait
     * @return whether it has a place now
     * @throws ConnectionPoolTooBusyException when too many wait already
     */
    boolean enter(Runnable turn) {
        if (taken < places) {
            taken++;
            return true;
        }
        if (waiting.size() >= limit) {
            throw new ConnectionPoolTooBusyException(
                    "Connection pool reached max wait queue size of " + limit);
        }
        waiting.add(turn);
        return false;
    }

    /** Waits no longer; nothing, if it was the call's turn already. */
    void leave(Runnable turn) {
        waiting.remove(turn);
    }

    /** A place is free, and goes to the call that has waited for longest. */
    void giveBack() {
        Runnable next = waiting.poll();
        if (next == null) {
            taken--;
        } else {
            next.run();
        }
    }
}
