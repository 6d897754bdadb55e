package dev.sluice.upstream;

import dev.sluice.http.Exchange;

/**
 * Room in the byte budget for what grows by little at a time: taken in steps, so that an event
 * costs an addition, and the first step without being counted. Belongs to the loop.
 */
final class StepwiseReservation {
    private final Exchange exchange;
    private final long step;
    private long unreserved;
    private long reserved;

    StepwiseReservation(Exchange exchange, long step) {
        this.exchange = exchange;
        this.step = step;
        this.unreserved = step;
    }

    /** Whether there is room for so many bytes more. */
    boolean grow(long bytes) {
        unreserved -= bytes;
        if (unreserved >= 0) {
            return true;
        }
        long missing = step - unreserved;
        if (!exchange.reserve(missing)) {
            return false;
        }
        reserved += missing;
        unreserved = step;
        return true;
    }

    /** Nothing of it is held any more. */
    void release() {
        unreserved = step;
        if (reserved > 0) {
            exchange.release(reserved);
            reserved = 0;
        }
    }
}
