package dev.sluice.http;

import java.time.Duration;

/**
 * When an exchange acts by itself.
 *
 * @param commit how long the head of a stream is held for an honest status
 * @param keepAlive how long a committed stream may be without a byte
 * @param body how long a client may take to send its request
 */
public record Timing(Duration commit, Duration keepAlive, Duration body) {
    public static final Timing DEFAULT =
            new Timing(Duration.ofSeconds(8), Duration.ofSeconds(15), Duration.ofMinutes(2));
}
