package dev.sluice.parity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** A Dify behind a proxy that compresses its streams, whatever it is asked for. */
final class CompressingDify implements AutoCloseable {
    private static final String STREAM =
            """
            data: {"event":"message","task_id":"t","message_id":"m","conversation_id":"c","answer":"Hello"}

            data: {"event":"message_end","task_id":"t","message_id":"m","conversation_id":"c","metadata":{}}

            """;

    private final HttpServer server;

    private CompressingDify(HttpServer server) {
        this.server = server;
    }

    static CompressingDify start() throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = HttpServer.create(address, 0);
        server.createContext("/v1/info", exchange -> json(exchange, "{\"mode\":\"chat\"}"));
        server.createContext("/v1/parameters", exchange -> json(exchange, "{}"));
        server.createContext("/v1/chat-messages", CompressingDify::stream);
        server.start();
        return new CompressingDify(server);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    private static void json(HttpExchange exchange, String json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, json.getBytes(StandardCharsets.UTF_8));
    }

    private static void stream(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(STREAM.getBytes(StandardCharsets.UTF_8));
        }
        send(exchange, packed.toByteArray());
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
