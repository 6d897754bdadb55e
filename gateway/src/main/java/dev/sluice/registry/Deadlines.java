package dev.sluice.registry;

import java.time.Duration;
import java.util.Objects;

/**
 * How long each part of an answer may take; a duration of zero is never.
 *
 * @param connect until the connection, TLS included, stands
 * @param firstEvent until the first event that is no ping
 * @param queue in the place of {@code firstEvent} and {@code silence}, once an upstream that queues
 *     runs has accepted one
 * @param silence without any byte
 * @param noProgress with nothing but pings
 * @param clientStall without the client taking a byte
 * @param total for the whole answer
 */
public record Deadlines(
        Duration connect,
        Duration firstEvent,
        Duration queue,
        Duration silence,
        Duration noProgress,
        Duration clientStall,
        Duration total) {
    /** After so long without a worker Dify 1.16.1 itself ends the stream, without an event. */
    private static final Duration DIFY_QUEUE = Duration.ofMinutes(5);

    public static final Deadlines DIFY =
            new Deadlines(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(1),
                    Duration.ZERO);

    public Deadlines {
        Objects.requireNonNull(connect);
        Objects.requireNonNull(firstEvent);
        Objects.requireNonNull(queue);
        Objects.requireNonNull(silence);
        Objects.requireNonNull(noProgress);
        Objects.requireNonNull(clientStall);
        Objects.requireNonNull(total);
    }

    /** With as long in the queue as by default. */
    public Deadlines(
            Duration connect,
            Duration firstEvent,
            Duration silence,
            Duration noProgress,
            Duration clientStall,
            Duration total) {
        this(connect, firstEvent, DIFY_QUEUE, silence, noProgress, clientStall, total);
    }
}
