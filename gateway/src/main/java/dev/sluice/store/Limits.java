package dev.sluice.store;

import java.time.Duration;

/**
 * How long and how much the store lets wait.
 *
 * @param queue works that may wait for a thread
 * @param entry how long a caller waits for a place in the queue, or for a pooled connection
 * @param result how long a caller then waits for the result
 * @param lock how long a transaction waits for another program's
 * @param closing how long closing waits for what was begun
 */
record Limits(int queue, Duration entry, Duration result, Duration lock, Duration closing) {
    static final Limits DEFAULT =
            new Limits(
                    1_024,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(5));
}
