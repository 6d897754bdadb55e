package dev.sluice.upstream;

import dev.sluice.http.ClientSide;
import dev.sluice.http.Exchange;
import dev.sluice.http.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Watches a client that takes less than it is given: one that takes nothing at all is given up, and
 * so is one of so many that what waits for them fills the memory set aside.
 */
final class ClientPatience {
    /**
     * What waits for a client that does not read, on its side of the relay and in the buffers of
     * its upstream's connection: {@code BackPressureTest} measured 125 to 400 KiB with the system's
     * share.
     */
    private static final long WAITING_BYTES = 192 * 1024;

    private final Exchange exchange;
    private final Loop loop;
    private final ClientSide client;
    private final Duration limit;
    private final Runnable stalled;
    private Loop.@Nullable Timer timer;
    private long waitingBytes;
    private boolean reserved;

    ClientPatience(Exchange exchange, Duration limit, Runnable stalled) {
        this.exchange = exchange;
        this.loop = exchange.loop();
        this.client = exchange.client();
        this.limit = limit;
        this.stalled = stalled;
    }

    void start() {
        if (!reserved && !exchange.reserve(WAITING_BYTES)) {
            stalled.run();
            return;
        }
        reserved = true;
        restart();
    }

    private void restart() {
        stopTimer();
        if (!limit.isZero()) {
            waitingBytes = client.waitingBytes();
            timer = loop.after(limit, this::check);
        }
    }

    void stop() {
        stopTimer();
        if (reserved) {
            reserved = false;
            exchange.release(WAITING_BYTES);
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void check() {
        if (client.waitingBytes() < waitingBytes) {
            restart();
        } else {
            stalled.run();
        }
    }
}
