package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Certificate;
import dev.sluice.testing.LogLines;
import dev.sluice.testing.TestState;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A configuration that changes under a running gateway. */
@Timeout(120)
final class ReloadTest {
    private static final String KEY = "key-of-a-client";
    private static final String ANY_PORT = "server: {port: 0}";
    private static final String ACCESS = "access: {keys: {client: key-of-a-client}}";

    private final TestState state = TestState.copy();
    private final SimulatedDify dify =
            SimulatedDify.start(0)
                    .app(SimulatedApp.chat("app-support").saying("Good day."))
                    .app(SimulatedApp.chat("app-sales").saying("Good buy."))
                    .app(SimulatedApp.chat("app-slow").tokens(40).every(Duration.ofMillis(50)));

    @TempDir private Path folder = Path.of("");

    @AfterEach
    void close() {
        dify.close();
        state.close();
    }

    @Test
    void it_prints_what_changes_and_a_new_upstream_answers_at_once() throws Exception {
        try (var gateway = run(ANY_PORT, ACCESS, "upstreams:", upstream("support"))) {
            write(ANY_PORT, ACCESS, "upstreams:", upstream("support"), upstream("sales"));

            var reload = reload();

            assertThat(reload.exit()).isZero();
            assertThat(reload.out())
                    .isEqualTo("upstreams.sales.url: nothing -> " + dify.url() + "\n");
            assertThat(gateway.client(KEY).chat("sales").body()).contains("Good buy.");
        }
    }

    @Test
    void what_has_not_changed_is_told_too() throws Exception {
        try (var gateway = run(ANY_PORT, ACCESS, "upstreams:", upstream("support"))) {
            var reload = reload();

            assertThat(reload.out()).isEqualTo("nothing has changed\n");
            assertThat(gateway.client(KEY).chat("support").status()).isEqualTo(200);
        }
    }

    @Test
    void an_invalid_file_changes_nothing() throws Exception {
        try (var gateway = run(ANY_PORT, ACCESS, "upstreams:", upstream("support"))) {
            Path file = write("access: {mode: open}", "upstreams:", "  sales: {tipe: dify}");

            var reload = reload();

            assertThat(reload.exit()).isEqualTo(6);
            assertThat(reload.err())
                    .contains(file + ":3:", "tipe")
                    .endsWith("The gateway goes on as it was.\n");
            assertThat(gateway.client(KEY).chat("support").status()).isEqualTo(200);
            assertThat(gateway.client("").chat("support").diagnosis()).isEqualTo("KEY-MISSING");
        }
    }

    @Test
    void an_upstream_that_did_not_change_keeps_its_connections() throws Exception {
        try (var gateway = run(ANY_PORT, ACCESS, "upstreams:", upstream("support"))) {
            // Again and again, since a connection that was idle for long ends by itself.
            await().untilAsserted(() -> {
                var _ = gateway.client(KEY).chat("support");
                long accepted = dify.acceptedConnections();
                write(ANY_PORT, ACCESS, models(), "upstreams:", upstream("support"));

                assertThat(reload().exit()).isZero();

                assertThat(gateway.client(KEY).chat("assistant").status()).isEqualTo(200);
                assertThat(dify.acceptedConnections()).isEqualTo(accepted);
            });
        }
    }

    @Test
    void a_stream_whose_upstream_is_removed_ends_whole() throws Exception {
        try (var gateway =
                        run(ANY_PORT, ACCESS, "upstreams:", upstream("support"), upstream("slow"));
                var stream = gateway.client(KEY).stream("slow")) {
            stream.until("\"content\":");
            write(ANY_PORT, ACCESS, "upstreams:", upstream("support"));

            assertThat(reload().out()).contains("upstreams.slow.url: " + dify.url() + " -> noth");

            assertThat(gateway.client(KEY).chat("slow").status()).isEqualTo(404);
            Answer answer = stream.answer();
            assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
            assertThat(answer.events().isDone()).isTrue();
            assertThat(dify.stops()).isEmpty();
        }
    }

    @Test
    void who_may_call_changes_at_once() throws Exception {
        try (var gateway = run(ANY_PORT, ACCESS, "upstreams:", upstream("support"))) {
            write(
                    ANY_PORT,
                    "access: {keys: {client: another-key}}",
                    "cors: {origins: ['https://chat.example']}",
                    "upstreams:",
                    upstream("support"));

            assertThat(reload().out())
                    .contains("access.keys.client: ", "cors.origins: nothing -> https://chat.exam");

            assertThat(models(gateway, KEY).diagnosis()).isEqualTo("KEY-INVALID");
            Answer page = models(gateway, "another-key", "Origin: https://chat.example");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("access-control-allow-origin"))
                    .isEqualTo("https://chat.example");
        }
    }

    @Test
    void the_gate_opens_at_once() throws Exception {
        try (var gateway = run(ANY_PORT, ACCESS, "upstreams:", upstream("support"))) {
            write(ANY_PORT, "access: {mode: open}", "upstreams:", upstream("support"));

            assertThat(reload().out()).contains("access.mode: keys -> open");

            assertThat(models(gateway, "").status()).isEqualTo(200);
        }
    }

    @Test
    void what_needs_a_restart_is_told_so() throws Exception {
        try (var gateway = run(ANY_PORT, ACCESS, "upstreams:", upstream("support"))) {
            write(
                    "server: {port: 0, drain: 1s, trusted_proxies: [10.0.0.0/8]}",
                    "records: {keep: 5}",
                    ACCESS,
                    "upstreams:",
                    upstream("support"));

            assertThat(reload().out())
                    .isEqualTo(
                            """
                            server.trusted_proxies: nothing -> 10.0.0.0/8 (needs a restart)
                            server.drain: 30s -> 1s (needs a restart)
                            records.keep: 100000 -> 5 (needs a restart)
                            """);

            assertThat(models(gateway, KEY).status()).isEqualTo(200);
        }
    }

    @Test
    void where_no_gateway_runs_it_says_what_to_do() {
        var reload = reload();

        assertThat(reload.exit()).isEqualTo(2);
        assertThat(reload.err())
                .contains("no gateway runs", state.folder().toString(), "--data", "`sluice serve`");
    }

    @Test
    void a_hang_up_does_the_same() throws Exception {
        write(ACCESS, "upstreams:", upstream("support"));
        try (var sluice = SluiceProcess.start(folder, "serve", "--port", "0")) {
            var client = new KeyHolder(sluice.address().getPort(), KEY);
            assertThat(client.chat("sales").status()).isEqualTo(404);
            write(ACCESS, "upstreams:", upstream("support"), upstream("sales"));

            sluice.hangUp();

            await().untilAsserted(() -> assertThat(client.chat("sales").status()).isEqualTo(200));
        }
    }

    @Test
    void a_certificate_that_is_replaced_is_shown_to_new_connections() throws Exception {
        var first = Certificate.in(folder, "first");
        String tls = "server: {port: 0, tls: {certificate: gate.pem, key: gate.key}}";
        try (var gateway = run(tls, ACCESS, "upstreams:", upstream("support"))) {
            assertThat(secure(first, gateway)).isEqualTo(200);

            var second = Certificate.in(folder, "second");

            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(secure(second, gateway)).isEqualTo(200));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"of another pair", "encrypted", "half", "gone", "expired"})
    void a_pair_that_cannot_be_used_is_not_taken_until_it_can(String fault) throws Exception {
        var first = Certificate.in(folder, "first");
        String tls = "server: {port: 0, tls: {certificate: gate.pem, key: gate.key}}";
        try (var gateway = run(tls, ACCESS, "upstreams:", upstream("support"));
                var log = new LogLines("dev.sluice.cli")) {
            var second = Certificate.in(Files.createDirectory(folder.resolve("next")), "second");
            String key = Files.readString(second.key());
            spoil(fault, key, second);

            await().untilAsserted(() -> assertThat(log.text()).contains("the one before goes on"));
            assertThat(secure(first, gateway)).isEqualTo(200);

            Files.writeString(first.chain(), Files.readString(second.chain()));
            Files.writeString(first.key(), key);

            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(secure(second, gateway)).isEqualTo(200));
            assertThat(log.text().lines().filter(line -> line.startsWith("WARN")).toList())
                    .doesNotHaveDuplicates();
            assertThat(log.text())
                    .doesNotContain(key.lines().skip(1).findFirst().orElseThrow())
                    .contains("INFO the certificate was read again");
        }
    }

    /** Puts files in the place of the first pair that no listener can use. */
    private void spoil(String fault, String key, Certificate second) throws Exception {
        Path chain = folder.resolve("gate.pem");
        Path file = folder.resolve("gate.key");
        switch (fault) {
            case "of another pair" -> Files.writeString(chain, Files.readString(second.chain()));
            case "encrypted" ->
                    Files.writeString(file, key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));
            case "half" -> Files.writeString(file, key.substring(0, key.length() / 2));
            case "gone" -> Files.delete(file);
            case "expired" -> {
                var old = Certificate.expiredIn(Files.createDirectory(folder.resolve("old")));
                Files.writeString(file, Files.readString(old.key()));
                Files.writeString(chain, Files.readString(old.chain()));
            }
            default -> throw new IllegalArgumentException(fault);
        }
    }

    private static int secure(Certificate trusted, Running gateway) throws Exception {
        var health = URI.create("https://localhost:" + gateway.port() + "/healthz");
        try (var client = HttpClient.newBuilder().sslContext(trusted.trusting()).build()) {
            return client.send(
                            HttpRequest.newBuilder(health).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    private static Answer models(Running gateway, String key, String... headers) {
        return gateway.client(key).get("/v1/models", headers);
    }

    private Running run(String... lines) throws IOException {
        return Running.at(write(lines), state.folder());
    }

    private Invocation reload() {
        return Invocation.of("reload", "--data", state.folder().toString());
    }

    private Path write(String... lines) throws IOException {
        return Files.writeString(folder.resolve("sluice.yaml"), String.join("\n", lines) + "\n");
    }

    private String upstream(String name) {
        return "  %1$s: {type: dify, url: '%2$s', key: app-%1$s, model: %1$s, mode: chat}"
                .formatted(name, dify.url());
    }

    private static String models() {
        return "models: {assistant: support}";
    }
}
