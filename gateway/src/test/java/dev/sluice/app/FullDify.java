package dev.sluice.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Dify with one app whose runs never end. Once one runs, every other request waits for a place,
 * as those of a server do that has no connection left.
 */
final class FullDify implements AutoCloseable {
    private static final String FIRST_EVENT =
            "data: {\"event\":\"message\",\"task_id\":\"t\",\"message_id\":\"m\",\"conversation_id\":\"c\",\"answer\":\"Hello\"}\n\n";

    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private final HttpServer server;
    private volatile boolean full;

    FullDify() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/v1/info", exchange -> answer(exchange, "{\"name\":\"desk\",\"mode\":\"chat\"}"));
        server.createContext("/v1/parameters", exchange -> answer(exchange, "{}"));
        server.createContext("/v1/chat-messages", this::run);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** Requests that came and were not answered. */
    int waiting() {
        return waiting.get();
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        if (full) {
            waiting.incrementAndGet();
            awaitEnd();
        }
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void run(HttpExchange exchange) throws IOException {
        full = true;
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(FIRST_EVENT.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            closed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
