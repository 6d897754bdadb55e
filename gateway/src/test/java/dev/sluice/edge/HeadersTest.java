package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients and upstreams tell of themselves stays on their side of the gate. */
final class HeadersTest {
    private static final List<String> OF_CLIENTS =
            List.of(
                    "Authorization: Bearer canary",
                    "X-API-Key: canary",
                    "Cookie: session=canary",
                    "Proxy-Authorization: Basic canary",
                    "X-Forwarded-For: 203.0.113.7",
                    "X-Forwarded-Host: canary.example",
                    "X-Forwarded-Proto: canary",
                    "X_Forwarded_For: 203.0.113.7",
                    "Forwarded: for=203.0.113.7",
                    "Via: 1.1 canary",
                    "X-Real-IP: 203.0.113.7",
                    "X-OpenWebUI-User-Email: canary@example.org",
                    "X-OpenWebUI-Chat-Id: canary",
                    "X_OpenWebUI_User_Id: canary",
                    "Origin: http://localhost",
                    "Referer: http://canary.example/",
                    "User-Agent: canary",
                    "X-Request-Id: canary",
                    "Traceparent: canary",
                    "Connection: keep-alive, X-Listed",
                    "X-Listed: canary",
                    "TE: trailers",
                    "Upgrade: canary");

    private static final String STREAM =
            """
            data: {"event":"message","task_id":"t","message_id":"m","conversation_id":"c","answer":"Hi"}

            data: {"event":"message_end","task_id":"t","message_id":"m","conversation_id":"c"}

            """;

    @Test
    void nothing_that_a_client_sends_in_headers_reaches_the_upstream() {
        try (var gateway = TestGateway.with(SimulatedApp.chat("app-app")).tapped().start();
                var client = gateway.client()) {
            String json = Question.to("app").json();

            Answer answer =
                    client.send(
                                    "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Length: %d\r\n\r\n%s"
                                            .formatted(
                                                    String.join("\r\n", OF_CLIENTS),
                                                    json.length(),
                                                    json))
                            .answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(gateway.dify().runs().getFirst().headers().keySet())
                    .extracting(name -> name.toLowerCase(Locale.ROOT))
                    .containsExactlyInAnyOrder(
                            "accept-encoding",
                            "authorization",
                            "content-length",
                            "content-type",
                            "host");
            assertThat(gateway.sentToDify())
                    .contains("Bearer app-app")
                    .doesNotContainIgnoringCase("canary", "203.0.113.7", "x-listed", "trailers");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 500})
    void nothing_that_an_upstream_sends_in_headers_reaches_the_client(int status)
            throws IOException {
        HttpServer upstream = talkative(status, STREAM);
        var url = URI.create("http://127.0.0.1:" + upstream.getAddress().getPort() + "/v1");
        try (var gateway = TestGateway.with().upstream("talkative", url).start()) {
            Answer answer = gateway.ask(Question.to("talkative"));

            assertThat(answer.status()).isEqualTo(status == 200 ? 200 : 502);
            assertThat(answer.headers().keySet())
                    .isSubsetOf(
                            "content-length",
                            "content-type",
                            "conversation-id",
                            "server-timing",
                            "x-dify-conversation-id",
                            "x-request-id",
                            "x-sluice-attempts",
                            "x-sluice-code",
                            "x-sluice-conversation",
                            "x-sluice-route",
                            "x-sluice-upstream");
            assertThat(answer.headers() + answer.body()).doesNotContain("canary", "app-talkative");
        } finally {
            upstream.stop(0);
        }
    }

    @Test
    void what_an_upstream_calls_a_conversation_never_breaks_out_of_its_header() throws IOException {
        HttpServer upstream = talkative(200, STREAM.replace("\"c\"", "\"c\\r\\nx-canary: 1\""));
        var url = URI.create("http://127.0.0.1:" + upstream.getAddress().getPort() + "/v1");
        try (var gateway = TestGateway.with().upstream("talkative", url).start()) {
            Answer answer = gateway.ask(Question.to("talkative"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).doesNotContainKeys("x-canary", "x-dify-conversation-id");
        } finally {
            upstream.stop(0);
        }
    }

    /** Tells in headers what a server should keep to itself. */
    private static HttpServer talkative(int status, String stream) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/info", http -> reply(http, 200, "{\"mode\":\"chat\"}"));
        server.createContext("/v1/parameters", http -> reply(http, 200, "{}"));
        server.createContext("/v1/chat-messages", http -> reply(http, status, stream));
        server.start();
        return server;
    }

    private static void reply(HttpExchange http, int status, String body) throws IOException {
        try (http) {
            var headers = http.getResponseHeaders();
            for (String name :
                    List.of("Set-Cookie", "Server", "X-Version", "X-Env", "X-Request-Id", "Via")) {
                headers.add(name, "canary");
            }
            headers.add("Authorization", http.getRequestHeaders().getFirst("Authorization"));
            headers.add(
                    "Content-Type",
                    body.startsWith("{") ? "application/json" : "text/event-stream");
            http.getRequestBody().readAllBytes();
            http.sendResponseHeaders(status, 0);
            http.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
