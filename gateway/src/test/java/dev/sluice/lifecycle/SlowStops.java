package dev.sluice.lifecycle;

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

/** A Dify whose runs never end, and which never answers a stop of the app with one of its keys. */
final class SlowStops implements AutoCloseable {
    /** More than there may be stops of an app at once. */
    static final int MANY = 80;

    private static final int BACKLOG = 500;
    private static final String FIRST_EVENT =
            "data: {\"event\":\"message\",\"task_id\":\"t\",\"message_id\":\"m\",\"conversation_id\":\"c\",\"answer\":\"Word\"}\n\n";

    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger slow = new AtomicInteger();
    private final AtomicInteger quick = new AtomicInteger();
    private final HttpServer server;

    SlowStops() throws IOException {
        server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/info", SlowStops::info);
        server.createContext("/v1/parameters", exchange -> answer(exchange, "{}"));
        server.createContext("/v1/chat-messages", this::run);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    int slowStops() {
        return slow.get();
    }

    int quickStops() {
        return quick.get();
    }

    private static void info(HttpExchange exchange) throws IOException {
        answer(exchange, "{\"name\":\"app\",\"mode\":\"chat\"}");
    }

    private void run(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (!exchange.getRequestURI().getPath().endsWith("/stop")) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(FIRST_EVENT.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            awaitEnd();
        } else if (exchange.getRequestHeaders().getFirst("Authorization").contains("app-slow")) {
            slow.incrementAndGet();
            awaitEnd();
        } else {
            quick.incrementAndGet();
            answer(exchange, "{\"result\":\"success\"}");
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
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
