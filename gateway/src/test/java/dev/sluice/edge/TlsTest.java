package dev.sluice.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Certificate;
import dev.sluice.testing.LogLines;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.Sse;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP over TLS, in both versions. */
final class TlsTest {
    private static final SimulatedApp APP = SimulatedApp.chat("app-a").saying("One", " two");
    private static final Question QUESTION = Question.to("a");

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource
    void a_stream_arrives_whole(HttpClient.Version version) throws Exception {
        try (var gateway = gateway(APP);
                var client = client(version)) {
            var answer = client.send(ask(gateway, QUESTION.streamed()), BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(version);
            assertThat(Sse.of(answer.body()).content()).isEqualTo("One two");
            assertThat(Sse.of(answer.body()).isDone()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_broken_stream_is_broken_on_the_wire(HttpClient.Version version) throws Exception {
        try (var gateway = gateway(APP.failing(new Fault.NoTerminal()));
                var client = client(version)) {
            // Bytes that wait for a reader are lost when the client meets the end, so none waits.
            var read = new ByteArrayOutputStream();
            var body = BodyHandlers.ofByteArrayConsumer(bytes -> bytes.ifPresent(read::writeBytes));

            assertThatThrownBy(() -> client.send(ask(gateway, QUESTION.streamed()), body))
                    .isInstanceOf(IOException.class);
            assertThat(read.toString(UTF_8)).contains("One").doesNotContain("[DONE]");
        }
    }

    @Test
    void one_broken_stream_leaves_its_connection_to_the_others() throws Exception {
        var broken = SimulatedApp.chat("app-b").saying("One").failing(new Fault.NoTerminal());
        try (var gateway = gateway(APP, broken);
                var client = client(HttpClient.Version.HTTP_2)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() ->
                        client.send(
                                ask(gateway, Question.to("b").streamed()),
                                BodyHandlers.ofString()));
                assertThat(
                                client.send(ask(gateway, QUESTION), BodyHandlers.ofString())
                                        .statusCode())
                        .isEqualTo(200);
            }
            await().until(() -> gateway.gateway().openExchanges() == 0);
        }
    }

    @Test
    void a_body_that_nobody_wants_does_not_hold_up_its_connection() throws Exception {
        try (var gateway = gateway(APP);
                var client = client(HttpClient.Version.HTTP_2)) {
            var unwanted =
                    HttpRequest.newBuilder(uri(gateway, "/nowhere"))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1 << 20]))
                            .build();

            assertThat(client.send(unwanted, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
            assertThat(client.send(ask(gateway, QUESTION), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_client_that_leaves_over_http_2_stops_its_run() throws Exception {
        var endless = SimulatedApp.chat("app-a").tokens(10_000).every(Duration.ofMillis(20));
        try (var gateway = gateway(endless)) {
            try (var client = client(HttpClient.Version.HTTP_2)) {
                var answer =
                        client.send(
                                ask(gateway, QUESTION.streamed()), BodyHandlers.ofInputStream());
                assertThat(answer.body().read()).isPositive();
                answer.body().close();
            }

            await().untilAsserted(() -> assertThat(gateway.dify().stops()).hasSize(1));
        }
    }

    @Test
    void a_renewed_certificate_is_shown_to_new_connections() throws Exception {
        var first = Certificate.in(folder, "first");
        try (var gateway = gateway(first, APP)) {
            assertThat(shown(gateway, first)).contains("CN=first");

            var second = Certificate.in(folder, "second");
            gateway.gateway().renewCertificate();

            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(shown(gateway, second)).contains("CN=second"));
            var answer =
                    client(HttpClient.Version.HTTP_2)
                            .send(ask(gateway, QUESTION), BodyHandlers.discarding());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void what_the_configuration_accepts_is_shown_at_the_start_and_later(String algorithm)
            throws Exception {
        var certificate = Certificate.with(folder, algorithm);
        String chain = Files.readString(certificate.chain());
        Files.writeString(certificate.chain(), Files.readString(certificate.key()) + chain);
        try (var gateway = gateway(certificate, APP)) {
            assertThat(shown(gateway, certificate)).contains("CN=localhost");

            assertThat(gateway.gateway().renewCertificate()).isEmpty();
            assertThat(shown(gateway, certificate)).contains("CN=localhost");
        }
    }

    @Test
    void a_new_certificate_that_cannot_be_used_is_refused_with_the_reason() throws Exception {
        var certificate = Certificate.in(folder, "first");
        try (var gateway = gateway(certificate, APP)) {
            byte[] der =
                    Base64.getMimeDecoder()
                            .decode(
                                    Files.readString(certificate.chain())
                                            .replaceAll("-----.*-----", ""));
            Files.write(certificate.chain(), der);

            assertThat(gateway.gateway().renewCertificate().orElseThrow())
                    .contains(certificate.chain() + " is DER", "openssl x509 -inform DER");
            assertThat(shown(gateway, certificate)).contains("CN=first");
        }
    }

    @Test
    void a_certificate_that_cannot_be_used_does_not_count_as_an_address_that_is_taken()
            throws Exception {
        var certificate = Certificate.in(folder, "first");
        Files.writeString(certificate.key(), "no key");

        assertThatThrownBy(() -> gateway(certificate, APP))
                .hasMessageContaining(certificate.key() + " holds no private key");
    }

    @Test
    void http_2_without_tls_is_refused() {
        try (var gateway = TestGateway.of(APP);
                var client = gateway.client()) {
            var answer = client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("its version is neither HTTP/1.0 nor HTTP/1.1");
            assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
        }
    }

    @Test
    void plain_http_on_a_tls_port_gets_no_answer_and_is_logged_once() {
        try (var log = new LogLines("dev.sluice.http.ClientsWithoutTls");
                var gateway = gateway(APP)) {
            for (int i = 0; i < 3; i++) {
                try (var client = RawClient.connect(gateway.port())) {
                    assertThat(client.get("/healthz").answer().status()).isZero();
                }
            }

            await().until(() -> !log.text().isEmpty());
            assertThat(log.text())
                    .isEqualTo(
                            "WARN a client spoke without TLS to an https address; it needs https://"
                                    + " in its URL address=https://127.0.0.1:0");
        }
    }

    private TestGateway gateway(SimulatedApp... apps) {
        return gateway(Certificate.in(folder, "localhost"), apps);
    }

    private static TestGateway gateway(Certificate certificate, SimulatedApp... apps) {
        return TestGateway.with(apps).tls(certificate).start();
    }

    private HttpClient client(HttpClient.Version version) {
        // Made by the gateway's side of the test, and read again here.
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(Certificate.at(folder).trusting())
                .build();
    }

    private static HttpRequest ask(TestGateway gateway, Question question) {
        return HttpRequest.newBuilder(uri(gateway, "/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(question.json()))
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private static URI uri(TestGateway gateway, String path) {
        return URI.create("https://localhost:" + gateway.port() + path);
    }

    private static String shown(TestGateway gateway, Certificate trusted) throws Exception {
        try (var client = HttpClient.newBuilder().sslContext(trusted.trusting()).build()) {
            var alive = HttpRequest.newBuilder(uri(gateway, "/healthz")).build();
            var session = client.send(alive, BodyHandlers.discarding()).sslSession().orElseThrow();
            var certificate = (X509Certificate) session.getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }
}
