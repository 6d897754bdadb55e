package dev.sluice.access;

import dev.sluice.http.IpAddress;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many wrong keys came from each address in the last minute. It never refuses a right key,
 * since many clients share the address of a proxy or a network. Thread-safe.
 */
public final class WrongKeys {
    static final int MOST_IN_WINDOW = 60;
    static final int MOST_ADDRESSES = 10_000;
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    /** A host with one IPv6 address mostly has as many as these bytes leave. */
    private static final int NETWORK_BYTES = 8;

    private final LongSupplier nanos;

    /** The addresses that were quiet longest come first. */
    private final LinkedHashMap<String, Window> windows = new LinkedHashMap<>();

    private record Window(long began, int count) {}

    /**
     * @param nanos a clock that is never set
     */
    public WrongKeys(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Counts one more; how long to wait in seconds, or zero while there were not too many. */
    synchronized int waitAfter(String address) {
        long now = nanos.getAsLong();
        String network = network(address);
        Window before = windows.remove(network);
        Window window =
                before == null || now - before.began >= WINDOW_NANOS
                        ? new Window(now, 1)
                        : new Window(before.began, before.count + 1);
        windows.put(network, window);
        if (windows.size() > MOST_ADDRESSES) {
            Map.Entry<String, Window> _ = windows.pollFirstEntry();
        }
        long left = window.began + WINDOW_NANOS - now;
        return window.count <= MOST_IN_WINDOW ? 0 : (int) Math.ceilDiv(left, SECOND_NANOS);
    }

    synchronized int addresses() {
        return windows.size();
    }

    private static String network(String address) {
        return IpAddress.literal(address)
                .filter(Inet6Address.class::isInstance)
                .map(v6 -> HexFormat.of().formatHex(v6.getAddress(), 0, NETWORK_BYTES))
                .orElse(address);
    }
}
