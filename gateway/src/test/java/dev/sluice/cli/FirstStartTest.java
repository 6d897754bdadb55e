package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with keys, from its first start on. */
@Timeout(120)
final class FirstStartTest {
    private static final String OWNER_ONLY = "rw-------";

    private final SimulatedDify dify =
            SimulatedDify.start(0).app(SimulatedApp.chat("app-support").saying("Good day."));

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void configure() throws Exception {
        Files.writeString(
                folder.resolve("sluice.yaml"),
                "upstreams: {support: {type: dify, url: '%s', key: app-support, model: support}}\n"
                        .formatted(dify.url()));
    }

    @AfterEach
    void close() {
        dify.close();
    }

    @Test
    void what_it_makes_is_for_its_owner_alone_and_the_admin_key_is_not_printed() throws Exception {
        try (var sluice = serve()) {
            sluice.address();
            sluice.terminate();
            var end = sluice.end();

            assertThat(end.exit()).isZero();
            assertThat(end.out())
                    .contains("the first admin key is in data/admin-token")
                    .contains("no client has a key yet: `sluice keys create NAME`")
                    .doesNotContain("sk-sluice-");
        }
        assertThat(data("admin-token")).content().startsWith("sk-sluice-");
        assertThat(rights(data("admin-token"))).isEqualTo(OWNER_ONLY);
        assertThat(rights(data("secret.key"))).isEqualTo(OWNER_ONLY);
        assertThat(rights(data(""))).isEqualTo("rwx------");
    }

    @Test
    void the_admin_key_administers_and_is_made_once() throws Exception {
        try (var sluice = serve()) {
            sluice.address();
            sluice.terminate();
            sluice.end();
        }
        String key = Files.readString(data("admin-token")).strip();

        try (var sluice = serve()) {
            var admin = new KeyHolder(sluice.address().getPort(), key);

            assertThat(admin.get("/metrics").status()).isEqualTo(200);
            sluice.terminate();
            assertThat(sluice.end().out()).doesNotContain("admin key");
        }
        assertThat(data("admin-token")).hasContent(key);
    }

    @Test
    void a_key_counts_while_it_lives() throws Exception {
        try (var sluice = serve()) {
            int port = sluice.address().getPort();

            var laptop = new KeyHolder(port, keys("create", "laptop").out().strip());
            assertThat(laptop.chat("support").status()).isEqualTo(200);

            keys("revoke", "laptop");
            await().until(() -> laptop.chat("support").diagnosis().equals("KEY-REVOKED"));
        }
    }

    @Test
    void after_a_clean_stop_the_last_request_is_explained() throws Exception {
        String key = keys("create", "laptop").out().strip();
        try (var sluice = serve()) {
            var answer = new KeyHolder(sluice.address().getPort(), key).chat("support");
            sluice.terminate();
            assertThat(sluice.end().exit()).isZero();

            var told =
                    Invocation.of(
                            "explain",
                            "--data",
                            data("").toString(),
                            answer.header("x-request-id"));

            assertThat(told.exit()).as(told.err()).isZero();
            assertThat(told.out()).contains(answer.header("x-request-id"), "laptop", "support");
        }
    }

    private SluiceProcess serve() throws Exception {
        return SluiceProcess.start(folder, "serve", "--port", "0");
    }

    private Invocation keys(String verb, String name) {
        var done = Invocation.of("keys", verb, name, "--data", data("").toString());
        assertThat(done.exit()).as(done.err()).isZero();
        return done;
    }

    private Path data(String name) {
        return folder.resolve("data").resolve(name);
    }

    private static String rights(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
