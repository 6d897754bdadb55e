package dev.sluice.app;

import com.sun.net.httpserver.HttpExchange;
import dev.sluice.testing.HangingServer;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Dify with one app whose runs never end. Once one runs, every other request waits for a place,
 * as those of a server do that has no connection left.
 */
final class FullDify implements AutoCloseable {
    private final AtomicInteger waiting = new AtomicInteger();
    private final HangingServer server = new HangingServer();
    private volatile boolean full;

    FullDify() throws IOException {
        server.on("/v1/info", exchange -> answer(exchange, "{\"name\":\"desk\",\"mode\":\"chat\"}"))
                .on("/v1/parameters", exchange -> answer(exchange, "{}"))
                .on("/v1/chat-messages", this::run)
                .start();
    }

    URI url() {
        return server.url();
    }

    /** Requests that came and were not answered. */
    int waiting() {
        return waiting.get();
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        if (full) {
            waiting.incrementAndGet();
            server.hang();
        }
        server.answer(exchange, json);
    }

    private void run(HttpExchange exchange) throws IOException {
        full = true;
        server.run(exchange, "Hello");
    }

    @Override
    public void close() {
        server.close();
    }
}
