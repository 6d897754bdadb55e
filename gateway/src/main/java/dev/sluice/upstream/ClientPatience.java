package dev.sluice.upstream;

import dev.sluice.http.ClientSide;
import dev.sluice.http.Exchange;
import dev.sluice.http.Loop;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.registry.Upstream;
import java.time.Duration;
import java.util.function.Consumer;
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
    private final Upstream upstream;
    private final Duration limit;
    private final Consumer<ChatFailure> giveUp;
    private Loop.@Nullable Timer timer;
    private long waitingBytes;
    private boolean reserved;

    /**
     * @param giveUp runs with the reason why no more is sent to the client
     */
    ClientPatience(Exchange exchange, Upstream upstream, Consumer<ChatFailure> giveUp) {
        this.exchange = exchange;
        this.loop = exchange.loop();
        this.client = exchange.client();
        this.upstream = upstream;
        this.limit = upstream.settings().deadlines().clientStall();
        this.giveUp = giveUp;
    }

    void start() {
        if (!reserved && !exchange.reserve(WAITING_BYTES)) {
            giveUp.accept(RelayFailures.noMemoryForSlowClient());
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
            giveUp.accept(RelayFailures.clientStalled(upstream));
        }
    }
}
