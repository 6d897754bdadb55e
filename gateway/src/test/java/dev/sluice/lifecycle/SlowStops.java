package dev.sluice.lifecycle;

import com.sun.net.httpserver.HttpExchange;
import dev.sluice.testing.HangingServer;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** A Dify whose runs never end, and which never answers a stop of the app with one of its keys. */
final class SlowStops implements AutoCloseable {
    /** More than there may be stops of an app at once. */
    static final int MANY = 80;

    private final AtomicInteger slow = new AtomicInteger();
    private final AtomicInteger quick = new AtomicInteger();
    private final HangingServer server = new HangingServer();

    SlowStops() throws IOException {
        server.on(
                        "/v1/info",
                        exchange -> server.answer(exchange, "{\"name\":\"app\",\"mode\":\"chat\"}"))
                .on("/v1/parameters", exchange -> server.answer(exchange, "{}"))
                .on("/v1/chat-messages", this::run)
                .start();
    }

    URI url() {
        return server.url();
    }

    int slowStops() {
        return slow.get();
    }

    int quickStops() {
        return quick.get();
    }

    private void run(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (!exchange.getRequestURI().getPath().endsWith("/stop")) {
            server.run(exchange, "Word");
        } else if (exchange.getRequestHeaders().getFirst("Authorization").contains("app-slow")) {
            slow.incrementAndGet();
            server.hang();
        } else {
            quick.incrementAndGet();
            server.answer(exchange, "{\"result\":\"success\"}");
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
