package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.app.StateFolder;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice serve} as an operator starts and stops it. */
@Timeout(120)
final class ServeTest {
    private static final String KEY = "app-serve";

    @TempDir private Path folder = Path.of("");

    @Test
    void sigterm_ends_it_with_zero_after_its_answers() throws Exception {
        try (var dify = SimulatedDify.start(0).app(SimulatedApp.chat(KEY).saying("Good ", "day."));
                var sluice =
                        SluiceProcess.start(
                                folder, "serve", "--port", "0", "--config", file(dify))) {
            URI address = sluice.address();
            assertThat(chat(address)).contains("Good day.");

            sluice.terminate();

            var end = sluice.end();
            assertThat(end.exit()).isZero();
            assertThat(end.out()).contains("stopping; 0 answers running");
        }
    }

    @Test
    void a_signal_during_the_start_is_taken_like_a_later_one() throws Exception {
        try (var dify = SimulatedDify.start(0).app(SimulatedApp.chat(KEY));
                var sluice =
                        SluiceProcess.start(
                                folder, "serve", "--port", "0", "--config", file(dify))) {
            awaitStart(sluice);
            sluice.hangUp();
            sluice.address();
            sluice.terminate();

            assertThat(sluice.end().exit()).isZero();
        }
    }

    @Test
    void sigterm_during_the_start_ends_it_with_zero() throws Exception {
        try (var dify = SimulatedDify.start(0);
                var sluice =
                        SluiceProcess.start(
                                folder, "serve", "--port", "0", "--config", file(dify))) {
            awaitStart(sluice);
            sluice.terminate();

            assertThat(sluice.end().exit()).isZero();
        }
        try (var held = StateFolder.open(folder.resolve("data"))) {
            assertThat(held.path()).isDirectory();
        }
    }

    /** It has taken its folder and does not listen yet. */
    private void awaitStart(SluiceProcess sluice) {
        Path lock = folder.resolve("data/sluice.lock");
        await().pollInterval(Duration.ofMillis(2))
                .until(() ->
                        Files.exists(lock)
                                && Files.readString(lock).strip().equals("" + sluice.pid()));
    }

    @Test
    void each_upstream_is_looked_at_and_what_is_wrong_with_it_is_told() throws Exception {
        try (var dify = SimulatedDify.start(0).app(SimulatedApp.chat("app-good").named("客服助手"));
                var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var page = webPage()) {
            String url = dify.url().toString();
            String config =
                    """
                    access: {keys: {client: key-of-a-client}}
                    upstreams:
                      support: {type: dify, url: '%1$s', key: app-good}
                      badkey: {type: dify, url: '%1$s', key: app-bad}
                      port: {type: dify, url: 'http://127.0.0.1:9/v1', key: app-good}
                      path: {type: dify, url: '%2$s', key: app-good}
                      tls: {type: dify, url: '%3$s', key: app-good}
                      page: {type: dify, url: 'http://127.0.0.1:%4$d/v1', key: app-good}
                      silent: {type: dify, url: 'http://127.0.0.1:%5$d/v1', key: app-good}
                    """
                            .formatted(
                                    url,
                                    url.replace("/v1", "/console/api"),
                                    url.replace("http:", "https:"),
                                    page.getLocalPort(),
                                    silent.getLocalPort());
            try (var sluice =
                    SluiceProcess.start(folder, "serve", "--port", "0", "--config", file(config))) {
                List<String> said = sluice.until("silent ");
                assertLast(said, url);
            }
        }
    }

    @Test
    void it_takes_the_configuration_and_the_data_folder_beside_it_by_itself() throws Exception {
        Files.writeString(folder.resolve("sluice.yaml"), yaml(URI.create("http://127.0.0.1:9/v1")));

        try (var sluice = SluiceProcess.start(folder, "serve", "--port", "0")) {
            sluice.address();

            assertThat(folder.resolve("data/sluice.lock")).hasContent(Long.toString(sluice.pid()));
        }
    }

    @Test
    void a_taken_port_is_told_with_its_holder_and_another_port() throws Exception {
        try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var dify = SimulatedDify.start(0)) {
            int port = holder.getLocalPort();

            var end = serve("--port", Integer.toString(port), "--config", file(dify));

            assertThat(end.exit()).isEqualTo(5);
            assertThat(end.err())
                    .isEqualTo(
                            "port %d is taken by pid %d (java); start with --port %d%n"
                                    .formatted(port, ProcessHandle.current().pid(), port + 1));
        }
    }

    @Test
    void of_several_addresses_the_taken_one_is_told_with_the_setting_to_change() throws Exception {
        try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var dify = SimulatedDify.start(0)) {
            int port = holder.getLocalPort();
            String listen = "server: {listen: ['127.0.0.1:%d', '192.0.2.1:0']}%n".formatted(port);

            var end = serve("--config", file(listen + yaml(dify.url())));

            assertThat(end.exit()).isEqualTo(5);
            assertThat(end.err())
                    .contains(
                            "port %d is taken by pid %d (java); write another port for http://127.0.0.1:%1$d in server.listen, such as %d"
                                    .formatted(port, ProcessHandle.current().pid(), port + 1),
                            "cannot listen on http://192.0.2.1:0",
                            "; write an address of this machine for it in server.listen")
                    .doesNotContain("--port", "--host");
        }
    }

    @Test
    void an_address_of_another_machine_is_told_with_the_option_that_moves_it() throws Exception {
        try (var dify = SimulatedDify.start(0)) {
            String config = yaml(dify.url());

            var end = serve("--host", "192.0.2.1", "--port", "0", "--config", file(config));

            assertThat(end.exit()).isEqualTo(5);
            assertThat(end.err())
                    .startsWith("cannot listen on http://192.0.2.1:0")
                    .contains("--host");
        }
    }

    @Test
    void a_bad_configuration_is_told_whole() throws Exception {
        String config =
                """
                server: {prot: 8001}
                upstreams:
                  support: {type: dify, url: no url at all, key: app-secret}
                """;

        var end = serve("--config", file(config));

        assertThat(end.exit()).isEqualTo(6);
        assertThat(end.err().lines()).hasSize(2);
        assertThat(end.err()).contains("sluice.yaml:1:", "prot", "sluice.yaml:3:", "url");
        assertThat(end.err()).doesNotContain("app-secret", "Exception");
    }

    @Test
    void a_folder_without_configuration_is_told_what_to_write() throws Exception {
        try (var sluice = SluiceProcess.start(folder, "serve")) {
            var end = sluice.end();

            assertThat(end.exit()).isEqualTo(6);
            assertThat(end.err()).contains("no sluice.yaml", "sluice serve --help", "sluice demo");
        }
    }

    @Test
    void a_second_gateway_on_the_same_data_is_refused_with_the_first_ones_pid() throws Exception {
        try (var dify = SimulatedDify.start(0);
                var first =
                        SluiceProcess.start(
                                folder, "serve", "--port", "0", "--config", file(dify))) {
            first.address();

            var end = serve("--port", "0", "--config", file(dify));

            assertThat(end.exit()).isEqualTo(2);
            assertThat(end.err())
                    .contains(
                            "is in use by another gateway (pid " + first.pid() + ")", "--data DIR")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void a_data_folder_that_is_a_file_is_told() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.txt"), "");
        try (var dify = SimulatedDify.start(0)) {
            var end = serve("--config", file(dify), "--data", file.toString());

            assertThat(end.exit()).isEqualTo(2);
            assertThat(end.err()).contains(file + " is a file; move it away", "--data DIR");
        }
    }

    private static Invocation serve(String... options) {
        var args = new String[options.length + 1];
        args[0] = "serve";
        System.arraycopy(options, 0, args, 1, options.length);
        return Invocation.of(args);
    }

    private String file(SimulatedDify dify) throws IOException {
        return file(yaml(dify.url()));
    }

    private String file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("sluice.yaml"), yaml).toString();
    }

    private static String yaml(URI url) {
        return """
        access: {mode: open, beyond_loopback: true}
        upstreams:
          support: {type: dify, url: '%s', key: %s, model: support}
        """
                .formatted(url, KEY);
    }

    private static void assertLast(List<String> said, String url) {
        var expected =
                List.of(
                        "support  ok \\(chat, \"客服助手\"\\)",
                        "badkey   Dify does not accept the key .* set upstreams.badkey.key .*DIFY-KEY-INVALID]",
                        "port     .*upstreams.port.url.*UPSTREAM-CONNECT-REFUSED]",
                        "path     .*set upstreams.path.url to " + url + ".*",
                        "tls      .*upstreams.tls.url needs http.*UPSTREAM-TLS]",
                        "page     .*text/html.*upstreams.page.url.*UPSTREAM-FOREIGN-ANSWER]",
                        "silent   still asking");
        List<String> last = said.subList(said.size() - expected.size(), said.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(last.get(i)).matches(expected.get(i));
        }
    }

    /** A server that answers everything with a page for people. */
    private static ServerSocket webPage() throws IOException {
        var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual()
                .start(() -> {
                    while (!listener.isClosed()) {
                        showPage(listener);
                    }
                });
        return listener;
    }

    private static void showPage(ServerSocket listener) {
        String page = "<!doctype html><title>Welcome</title>";
        String head =
                "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\ncontent-length: ";
        try (var client = listener.accept();
                var in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
                var out = client.getOutputStream()) {
            String line = in.readLine();
            while (line != null && !line.isEmpty()) {
                line = in.readLine();
            }
            out.write((head + page.length() + "\r\n\r\n" + page).getBytes(UTF_8));
        } catch (IOException _) {
            // It is closed, or the client has gone.
        }
    }

    private static String chat(URI address) throws Exception {
        String body =
                "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        var request =
                HttpRequest.newBuilder(address.resolve("/v1/chat/completions"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
