package dev.sluice.telemetry;

import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Names requests: {@code req_} and 96 random bits. */
public final class RequestIds implements Supplier<String> {
    private static final int BYTES = 12;

    private final RandomGenerator chance;

    /** The generator must be safe to use from every loop. */
    public RequestIds(RandomGenerator chance) {
        this.chance = chance;
    }

    @Override
    public String get() {
        byte[] id = new byte[BYTES];
        chance.nextBytes(id);
        return "req_" + HexFormat.of().formatHex(id);
    }
}
