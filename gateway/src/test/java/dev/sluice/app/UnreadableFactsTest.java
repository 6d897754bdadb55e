package dev.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An answer that nobody foresaw does not end the asking. */
@Timeout(20)
final class UnreadableFactsTest {
    /** No reader keeps such a number, and how it says so is its own affair. */
    private static final String INFO =
            "{\"name\":\"support\",\"mode\":\"chat\",\"version\":1e99999999999}";

    @Test
    void an_upstream_whose_answer_breaks_the_reader_is_answered_for_and_asked_again()
            throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = INFO.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
        try (var gateway = TestGateway.with().upstream("support", url).start()) {
            assertThat(gateway.ask(Question.to("support")).status()).isEqualTo(502);
        } finally {
            server.stop(0);
        }
    }
}
