package dev.sluice.telemetry;

import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Names requests: {@code req_}, the time in milliseconds and 48 random bits. New names come after
 * old ones, so that an index of them grows at its end: it is what made keeping a record dear.
 */
public final class RequestIds implements Supplier<String> {
    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGITS = 12;

    private final InstantSource clock;
    private final RandomGenerator chance;

    /** The generator must be safe to use from every loop. */
    public RequestIds(InstantSource clock, RandomGenerator chance) {
        this.clock = clock;
        this.chance = chance;
    }

    @Override
    public String get() {
        return "req_"
                + HEX.toHexDigits(clock.millis(), DIGITS)
                + HEX.toHexDigits(chance.nextLong(), DIGITS);
    }
}
