package dev.sluice.upstream;

import dev.sluice.http.ClientSide;
import dev.sluice.http.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Watches a client that takes less than it is given: one that takes nothing at all is given up. */
final class ClientPatience {
    private final Loop loop;
    private final ClientSide client;
    private final Duration limit;
    private final Runnable stalled;
    private Loop.@Nullable Timer timer;
    private long waitingBytes;

    ClientPatience(Loop loop, ClientSide client, Duration limit, Runnable stalled) {
        this.loop = loop;
        this.client = client;
        this.limit = limit;
        this.stalled = stalled;
    }

    void start() {
        stop();
        if (!limit.isZero()) {
            waitingBytes = client.waitingBytes();
            timer = loop.after(limit, this::check);
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void check() {
        if (client.waitingBytes() < waitingBytes) {
            start();
        } else {
            stalled.run();
        }
    }
}
