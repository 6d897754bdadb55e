package dev.sluice.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Certificate;
import dev.sluice.testing.KernelSockets;
import dev.sluice.testing.LibraryWarnings;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That clients leave, whenever it is, is nothing that an operator must read of. */
@EnabledOnOs(OS.LINUX)
final class QuietDeparturesTest {
    private static final int CLIENTS = 100;
    private static final String JSON = Question.to("app").streamed().json();
    private static final String HEAD =
            "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
                    .formatted(JSON.length());

    private static final SimulatedApp APP =
            SimulatedApp.chat("app-app").tokens(10_000).every(Duration.ofMillis(5));

    static Stream<String> sent() {
        String request = HEAD + JSON;
        return Stream.of(
                "", "POST /v1/chat", HEAD, request.substring(0, request.length() - 1), request);
    }

    @ParameterizedTest
    @MethodSource("sent")
    void at_any_moment_of_a_request(String sent) {
        try (var warnings = new LibraryWarnings();
                var gateway = TestGateway.with(APP).maxConnections(CLIENTS).start()) {
            leave(gateway, sent);

            assertThat(warnings.lines()).isEmpty();
        }
    }

    @Test
    void in_the_middle_of_a_handshake(@TempDir Path folder) {
        var certificate = Certificate.in(folder, "localhost");
        try (var warnings = new LibraryWarnings();
                var gateway = TestGateway.with(APP).tls(certificate).start()) {
            leave(gateway, "");
            leave(gateway, "\u0016\u0003\u0001\u0000\u0090\u0001");
            leave(gateway, "GET / HTTP/1.1\r\n");

            assertThat(warnings.lines()).isEmpty();
        }
    }

    private static void leave(TestGateway gateway, String sent) {
        var clients = new ArrayList<RawClient>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(gateway.client().send(sent));
        }
        clients.forEach(RawClient::reset);
        await().until(() -> KernelSockets.established(gateway.port()) == 0);
        await().until(() -> gateway.gateway().openExchanges() == 0);
        await().until(() -> gateway.dify().openRuns() == 0);
    }
}
