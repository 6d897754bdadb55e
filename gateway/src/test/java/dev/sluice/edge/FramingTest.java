package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.records.RequestRecords;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where two servers disagree on where a request ends, a second one can be smuggled in; so behind
 * every broken request there is a sound one here, which must never be answered.
 */
final class FramingTest {
    private static final TestGateway GATEWAY =
            TestGateway.with(SimulatedApp.chat("app-app")).records(10_000).start();

    private static final String JSON = Question.to("app").json();
    private static final int LENGTH = JSON.length();
    private static final String SIZE = Integer.toHexString(LENGTH);
    private static final String CHUNKS = SIZE + "\r\n" + JSON + "\r\n0\r\n\r\n";
    private static final String CHAT = "POST /v1/chat/completions HTTP/1.1\r\n";
    private static final String HAS_LENGTH = "Content-Length: " + LENGTH + "\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private static final String HOST = "Host: localhost\r\n";
    private static final String HEALTH = "GET /healthz HTTP/1.1\r\n";
    private static final String SMUGGLED =
            CHAT + HOST + "Content-Length: " + LENGTH + "\r\n\r\n" + JSON;

    private final int runsBefore = GATEWAY.dify().runs().size();

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    @ParameterizedTest
    @MethodSource({"bodies", "codings", "heads", "lines"})
    void what_could_be_read_in_two_ways_is_refused_and_ends_the_connection(Bytes broken) {
        try (var client = GATEWAY.client()) {
            Answer answer = send(client, broken.text() + SMUGGLED).answer();

            assertThat(answer.status()).isEqualTo(400);
            isOurs(answer, "REQUEST-MALFORMED");
            isOver(client);
        }
    }

    /** The request, and how it is called where characters cannot be shown. */
    record Bytes(String text) {
        @Override
        public String toString() {
            return JsonMapper.shared().writeValueAsString(text.replace(HOST, ""));
        }
    }

    static Stream<Bytes> bodies() {
        return Stream.of(
                        // Both, and each said twice.
                        HAS_LENGTH + CHUNKED,
                        CHUNKED + HAS_LENGTH,
                        CHUNKED + "Content-Length: 4\r\n",
                        HAS_LENGTH + HAS_LENGTH,
                        HAS_LENGTH + "Content-Length: 0\r\n",
                        "Content-Length: %1$d, %1$d\r\n".formatted(LENGTH),
                        CHUNKED + CHUNKED,
                        CHUNKED + "Transfer-Encoding: identity\r\n",
                        "Transfer-Encoding: identity\r\n" + CHUNKED,
                        // No number.
                        "Content-Length: +" + LENGTH + "\r\n",
                        "Content-Length: -1\r\n",
                        "Content-Length: 0x10\r\n",
                        "Content-Length: 1.0\r\n",
                        "Content-Length: \r\n",
                        "Content-Length: 99999999999999999999\r\n",
                        "Content-Length: 1_0\r\n",
                        "Content-Length: \u000b10\r\n")
                .map(headers -> new Bytes(CHAT + HOST + headers + "\r\n" + CHUNKS));
    }

    static Stream<Bytes> codings() {
        return Stream.of(
                        // Not chunked, or not only.
                        "Transfer-Encoding: xchunked\r\n",
                        "Transfer-Encoding: chunked, identity\r\n",
                        "Transfer-Encoding: identity, chunked\r\n",
                        "Transfer-Encoding: gzip, chunked\r\n",
                        "Transfer-Encoding: , chunked\r\n",
                        "Transfer-Encoding: identity\r\n",
                        "Transfer-Encoding: \"chunked\"\r\n",
                        "Transfer-Encoding: chunked;q=1\r\n",
                        "Transfer-Encoding: \u000bchunked\r\n",
                        "Transfer-Encoding: chunked\0\r\n",
                        "Transfer-Encoding: chunk\u00e9d\r\n",
                        "Transfer-Encoding: \r\n",
                        // Hidden.
                        "Transfer-Encoding : chunked\r\n",
                        "Transfer-Encoding\t: chunked\r\n",
                        "Transfer-Encoding:\r\n chunked\r\n",
                        HAS_LENGTH + "Transfer-Encoding : chunked\r\n",
                        HAS_LENGTH + "Transfer-Encoding:\r\n chunked\r\n",
                        "X: y\rTransfer-Encoding: chunked\r\n",
                        "X: y\nTransfer-Encoding: chunked\r\n")
                .map(headers -> new Bytes(CHAT + HOST + headers + "\r\n" + CHUNKS));
    }

    static Stream<Bytes> heads() {
        return Stream.of(
                        HOST + "X: a\rb\r\n",
                        HOST + "X: a\0b\r\n",
                        HOST + "X: a\u0001b\r\n",
                        HOST + "X: a\u007fb\r\n",
                        HOST + "X\0: a\r\n",
                        HOST + "X\u0001: a\r\n",
                        HOST + "X\u00e9: a\r\n",
                        HOST + "X(y): a\r\n",
                        HOST + "X\r\n",
                        HOST + ": a\r\n",
                        HOST + "X: y\n",
                        HOST + " Transfer-Encoding: chunked\r\n",
                        " X: a\r\n" + HOST,
                        "",
                        HOST + HOST,
                        HOST + "Origin: a\r\nOrigin: b\r\n",
                        HOST + "Authorization: a\r\nAuthorization: b\r\n",
                        "Host: .\r\n",
                        "Host: .localhost\r\n",
                        HOST + "Host: evil.example\r\n",
                        "Host: localhost/path\r\n",
                        "Host: user@localhost\r\n",
                        "Host: localhost:abc\r\n",
                        "Host: localhost:80:80\r\n",
                        "Host: local host\r\n",
                        "Host: localhost, evil.example\r\n",
                        "Host: .\r\n",
                        "Host: ..:80\r\n",
                        "Host: localhost#\r\n",
                        "Host: localhost?\r\n",
                        "Host: localhost\\\r\n",
                        "Host: [::1\r\n",
                        "Host: ::1\r\n",
                        "Host: %6cocalhost\r\n",
                        "Host: l\u00f6cal\r\n")
                .map(headers -> new Bytes(HEALTH + headers + "\r\n"));
    }

    static Stream<Bytes> lines() {
        return Stream.of(
                        "GET http://evil.example/healthz HTTP/1.1",
                        "GET http://user@localhost/healthz HTTP/1.1",
                        "GET http://evil.example\\@localhost/healthz HTTP/1.1",
                        "GET http://localhost:1/healthz HTTP/1.1",
                        "GET ftp://localhost/healthz HTTP/1.1",
                        "GET http:// HTTP/1.1",
                        "GET * HTTP/1.1",
                        "GET localhost:80 HTTP/1.1",
                        "GET healthz HTTP/1.1",
                        "GET ? HTTP/1.1",
                        "GET /healthz# HTTP/1.1",
                        "GET /healthz\u0001 HTTP/1.1",
                        "GET /healthz\u007f HTTP/1.1",
                        "GET /health\u00e9 HTTP/1.1",
                        "GET /a b HTTP/1.1",
                        "CONNECT localhost:80 HTTP/1.1",
                        "G@T /healthz HTTP/1.1",
                        "POST\0 /healthz HTTP/1.1",
                        " /healthz HTTP/1.1",
                        "GET /healthz",
                        "GET /healthz HTTP/1.",
                        "GET /healthz HTTP/3",
                        "GET /healthz HTTP/0.9",
                        "GET /healthz HTTP/1.2",
                        "GET /healthz HTTP/2.0",
                        "GET /healthz http/1.1",
                        "GET /healthz HTTP/01.1",
                        "GET /healthz ICAP/1.0",
                        "PRI * HTTP/2.0",
                        "GET /healthz HTTP/1.1 x",
                        "\0GET /healthz HTTP/1.1",
                        "NONSENSE")
                .map(line -> new Bytes(line + "\r\n" + HOST + "\r\n"));
    }

    @ParameterizedTest
    @MethodSource
    void a_body_whose_chunks_cannot_be_told_apart_is_dropped_with_its_connection(Bytes body) {
        try (var client = GATEWAY.client()) {
            String request = CHAT + HOST + CHUNKED + "\r\n" + body.text();

            Answer answer = send(client, request + SMUGGLED).answer();

            assertThat(answer.status()).isZero();
            isOver(client);
        }
    }

    static Stream<Bytes> a_body_whose_chunks_cannot_be_told_apart_is_dropped_with_its_connection() {
        String rest = JSON + "\r\n0\r\n\r\n";
        Stream<String> sizes =
                Stream.of(
                        "-1",
                        "zz",
                        "",
                        "ffffffff",
                        "fffffffff",
                        "10000000000000000",
                        "7fffffffffffffff",
                        "0x" + SIZE,
                        "+" + SIZE,
                        " " + SIZE,
                        SIZE + " ",
                        SIZE + "\t",
                        SIZE + "\0",
                        SIZE + ";a=\"\r\"",
                        SIZE + ";a\rb",
                        SIZE + ";\0");
        Stream<String> wholes =
                Stream.of(
                        SIZE + "\n" + rest,
                        SIZE + ";a\n" + rest,
                        SIZE + "\r" + rest,
                        SIZE + "\r\n" + JSON + "\n0\r\n\r\n",
                        SIZE + "\r\n" + JSON + "XX0\r\n\r\n",
                        SIZE + "\r\n" + JSON + "\r\n0\n\n",
                        SIZE + "\r\n" + JSON + "\r\n0\r\nno colon\r\n\r\n");
        return Stream.concat(sizes.map(size -> size + "\r\n" + rest), wholes).map(Bytes::new);
    }

    @Test
    void a_line_of_more_than_16_kib_ends_the_connection() {
        try (var client = GATEWAY.client()) {
            Answer answer = client.send("GET /" + "x".repeat(17 << 10)).answer();

            assertThat(answer.status()).isEqualTo(414);
            isOurs(answer, "REQUEST-LINE-TOO-LONG");
            isOver(client);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 33792", "10000, 1"})
    void headers_of_more_than_32_kib_end_the_connection(int count, int length) {
        String header = "X: " + "x".repeat(length) + "\r\n";
        try (var client = GATEWAY.client()) {
            Answer answer = client.send(HEALTH + HOST + header.repeat(count)).answer();

            assertThat(answer.status()).isEqualTo(431);
            isOurs(answer, "REQUEST-HEADERS-TOO-LARGE");
            isOver(client);
        }
    }

    /** Each in a way of its own, and none of them a hole. */
    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: CHUNKED\r\n", "Transfer-Encoding:\tchunked\t\r\n"})
    void chunks_may_be_announced_in_every_way_that_is_clear(String header) {
        try (var client = GATEWAY.client()) {
            Answer answer = send(client, CHAT + HOST + header + "\r\n" + CHUNKS).answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(client.get("/healthz").answer().body()).isEqualTo("alive\n");
        }
    }

    @Test
    void headers_behind_the_body_change_nothing() {
        String trailers = "Content-Length: 5\r\nTransfer-Encoding: x\r\nHost: evil.example\r\n";
        try (var client = GATEWAY.client()) {
            String body = SIZE + "\r\n" + JSON + "\r\n0\r\n" + trailers + "\r\n";

            Answer answer =
                    send(client, CHAT + HOST + "Transfer-Encoding: chunked\r\n\r\n" + body)
                            .answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(client.get("/healthz").answer().body()).isEqualTo("alive\n");
        }
    }

    @Test
    void what_follows_a_body_is_no_part_of_it_and_is_judged_by_itself() {
        try (var client = GATEWAY.client()) {
            Answer first = send(client, SMUGGLED + "garbage\r\n\r\n" + SMUGGLED).answer();
            Answer second = client.send("").answer();

            assertThat(first.status()).isEqualTo(200);
            isOurs(second, "REQUEST-MALFORMED");
            assertThat(client.send("").answer().status()).isZero();
            assertThat(GATEWAY.dify().runs()).hasSize(runsBefore + 1);
        }
    }

    @Test
    void a_body_that_ends_early_is_no_request() {
        try (var client = GATEWAY.client()) {
            send(client, CHAT + HOST + "Content-Length: " + (LENGTH + 1) + "\r\n\r\n" + JSON);

            client.halfClose();

            assertThat(client.answer().status()).isZero();
            await().until(() -> GATEWAY.gateway().openExchanges() == 0);
            assertThat(GATEWAY.dify().runs()).hasSize(runsBefore);
        }
    }

    @Test
    void a_body_that_nobody_wants_hides_no_request() {
        try (var client = GATEWAY.client()) {
            String head = HEALTH + HOST + "Content-Length: " + SMUGGLED.length() + "\r\n\r\n";

            Answer answer = send(client, head + SMUGGLED).answer();

            assertThat(answer.body()).isEqualTo("alive\n");
            assertThat(answer.header("connection")).isEqualTo("close");
            isOver(client);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "get", "PROPFIND"})
    void a_method_that_is_no_route_repeats_nothing_of_the_request(String method) {
        try (var client = GATEWAY.client()) {
            Answer answer =
                    client.send(method + " /healthz HTTP/1.1\r\n" + HOST + "X: canary\r\n\r\n")
                            .answer();

            assertThat(answer.status()).isEqualTo(405);
            isOurs(answer, "METHOD-WRONG");
            assertThat(answer.body() + answer.headers()).doesNotContain("canary");
        }
    }

    @Test
    void what_is_refused_is_recorded() {
        try (var client = GATEWAY.client()) {
            String id = send(client, HEALTH + "\r\n").answer().header("x-request-id");

            var records = RequestRecords.in(GATEWAY.folder()).orElseThrow();
            await().until(() -> records.find(id).isPresent());
            assertThat(records.find(id).orElseThrow().ending().code())
                    .isEqualTo("REQUEST-MALFORMED");
        }
    }

    private static RawClient send(RawClient client, String text) {
        return client.sendBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void isOurs(Answer answer, String code) {
        var diagnosis = JsonMapper.shared().readTree(answer.body()).at("/error/diagnosis");
        String id = answer.header("x-request-id");
        assertThat(diagnosis.path("code").asString()).isEqualTo(code);
        assertThat(answer.header("x-sluice-code")).isEqualTo(code);
        assertThat(diagnosis.path("request_id").asString()).startsWith("req_").isEqualTo(id);
    }

    /** Nothing more is answered here, nothing was asked of an upstream, and others are served. */
    private void isOver(RawClient client) {
        assertThat(client.send("").answer().status()).isZero();
        assertThat(client.soFar().end()).isNotEqualTo(Answer.End.WHOLE);
        await().until(() -> GATEWAY.gateway().openExchanges() == 0);
        assertThat(GATEWAY.dify().runs()).hasSize(runsBefore);
        try (var other = GATEWAY.client()) {
            assertThat(other.get("/healthz").answer().status()).isEqualTo(200);
        }
    }
}
