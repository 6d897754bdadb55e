package dev.sluice.http;

import java.time.Duration;

/**
 * When an exchange acts by itself.
 *
 * @param commit how long the head of a stream is held for an honest status
 * @param keepAlive how long a committed stream may be without a byte
 * @param body how long a client may take to send its request
 * @param cut how long a client may take to read the error that ends its stream, and to close the
 *     connection itself, before it is cut
 * @param stall how long a client may take nothing of a complete answer before its connection is
 *     reset
 * @param idle how long a connection may be without a request
 */
public record Timing(
        Duration commit,
        Duration keepAlive,
        Duration body,
        Duration cut,
        Duration stall,
        Duration idle) {
    /**
     * A client that is at work when the error and the cut arrive loses the error, and with it what
     * it had not read (Node.js 20 fetch, aiohttp 3.14). After 1 s none did.
     */
    private static final Duration CUT = Duration.ofSeconds(2);

    /** As long as while an answer runs. */
    private static final Duration STALL = Duration.ofSeconds(60);

    private static final Duration IDLE = Duration.ofMinutes(2);

    public static final Timing DEFAULT =
            new Timing(Duration.ofSeconds(8), Duration.ofSeconds(15), Duration.ofMinutes(2));

    /** With as long until the cut as by default. */
    public Timing(Duration commit, Duration keepAlive, Duration body) {
        this(commit, keepAlive, body, CUT);
    }

    /** With as long for a stall as by default. */
    public Timing(Duration commit, Duration keepAlive, Duration body, Duration cut) {
        this(commit, keepAlive, body, cut, STALL);
    }

    /** With connections that are kept as long as by default. */
    public Timing(
            Duration commit, Duration keepAlive, Duration body, Duration cut, Duration stall) {
        this(commit, keepAlive, body, cut, stall, IDLE);
    }
}
