package dev.sluice.testkit.load;

import java.time.Duration;
import java.util.Objects;

/**
 * How many connections ask, and when.
 *
 * @param spread the time over which the connections are opened, each at a chance moment of it
 * @param period from one request of a connection to its next, if the answer is there by then; zero
 *     asks again at once
 */
public record Rhythm(int connections, Duration spread, Duration period) {
    public Rhythm {
        if (connections < 1) {
            throw new IllegalArgumentException("a load needs at least one connection");
        }
        Objects.requireNonNull(spread);
        Objects.requireNonNull(period);
    }

    /** Each connection asks again as soon as it was answered. */
    public static Rhythm steady(int connections, Duration spread) {
        return new Rhythm(connections, spread, Duration.ZERO);
    }
}
