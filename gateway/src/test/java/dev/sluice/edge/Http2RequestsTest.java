package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Certificate;
import dev.sluice.testing.RawHttp2;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests over HTTP/2 are judged as strictly as those of HTTP/1.1. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Http2RequestsTest {
    private static final List<String> HEALTH =
            List.of(":method: GET", ":scheme: https", ":authority: localhost", ":path: /healthz");

    private TestGateway gateway;
    private SSLContext trusting;

    @BeforeAll
    void start(@TempDir Path folder) {
        var certificate = Certificate.in(folder, "localhost");
        trusting = certificate.trusting();
        gateway = TestGateway.with(SimulatedApp.chat("app-app")).tls(certificate).start();
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private RawHttp2 client() {
        return RawHttp2.connect(gateway.port(), trusting);
    }

    private static List<String> with(String... headers) {
        var all = new ArrayList<>(HEALTH);
        all.addAll(List.of(headers));
        return all;
    }

    @Test
    void a_sound_request_is_answered() {
        try (var client = client()) {
            assertThat(client.answer(client.get(HEALTH))).isEqualTo("alive\n");
            assertThat(client.answer(client.get(with("host: localhost")))).isEqualTo("alive\n");
            var host = new ArrayList<>(HEALTH);
            host.set(2, ":path: /healthz");
            host.set(3, "host: localhost");
            assertThat(client.answer(client.get(host))).isEqualTo("alive\n");
            assertRefused(client, client.get(List.of(":method: GET", ":path: /healthz")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ":path|http://evil.example/healthz",
                ":path|https://localhost/healthz",
                ":path|healthz",
                ":path|*",
                ":path|/healthz#x",
                ":authority|evil/healthz",
                ":authority|user@localhost",
                ":authority|.",
                ":authority|localhost:abc",
            })
    void a_pseudo_header_that_another_server_may_read_otherwise_is_refused(
            String name, String value) {
        var headers =
                HEALTH.stream()
                        .map(line -> line.startsWith(name + ":") ? name + ": " + value : line)
                        .toList();
        try (var client = client()) {
            assertRefused(client, client.get(headers));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host: evil.example",
                "host: localhost:1",
                "transfer-encoding: chunked",
                "connection: close",
                "te: gzip"
            })
    void a_header_that_has_no_place_in_http_2_is_refused(String header) {
        try (var client = client()) {
            assertRefused(client, client.get(with(header)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"host: localhost", "authorization: Bearer a", "origin: https://a"})
    void a_header_of_which_there_is_one_is_refused_when_it_comes_twice(String header) {
        try (var client = client()) {
            assertRefused(client, client.get(with(header, header)));
        }
    }

    private static void assertRefused(RawHttp2 client, int stream) {
        assertThat(client.answer(stream))
                .containsAnyOf("REQUEST-MALFORMED", "RST_STREAM", "GOAWAY");
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 60})
    void headers_of_more_than_32_kib_are_refused_and_other_streams_go_on(int kibibytes) {
        var large = with("x-large: " + "x".repeat(kibibytes << 10));
        try (var client = client()) {
            assertThat(client.answer(client.get(large))).contains("REQUEST-HEADERS-TOO-LARGE");
            assertThat(client.answer(client.get(HEALTH))).isEqualTo("alive\n");
        }
    }

    @Test
    void headers_up_to_the_limit_are_taken() {
        try (var client = client()) {
            var large = with("x-large: " + "x".repeat(31 << 10));

            assertThat(client.answer(client.get(large))).isEqualTo("alive\n");
        }
    }

    @Test
    void headers_without_an_end_end_the_connection() {
        try (var client = client()) {
            var large = with("x-large: " + "x".repeat(200 << 10));

            assertThat(client.answer(client.get(large))).contains("GOAWAY");
        }
    }
}
