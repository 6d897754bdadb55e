package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.http.CannotListenException;
import dev.sluice.http.Listen;
import dev.sluice.http.ServerConfig;
import dev.sluice.http.Tls;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.RequestLines;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the gateway can be reached. */
final class ListenersTest {
    private static final SimulatedApp APP = SimulatedApp.chat("app-a").saying("One", " two");
    private static final Listen ANY_TOO = new Listen("localhost", 0, false);
    private static final Listen ANY = new Listen(TestGateway.LOOPBACK, 0, false);

    private static final String FORWARDED =
            """
            GET /healthz HTTP/1.1\r
            Host: localhost\r
            X-Forwarded-For: 192.0.2.1, 198.51.100.7\r
            \r
            """;

    @Test
    void every_address_answers() {
        try (var gateway = TestGateway.with(APP).server(listening(ANY, ANY_TOO)).start()) {
            var ports = gateway.gateway().addresses().stream().map(Listen::port).toList();

            assertThat(ports).doesNotContain(0).doesNotHaveDuplicates();
            assertThat(ports)
                    .allSatisfy(port -> {
                        try (var client = RawClient.connect(port)) {
                            var answer = client.ask(Question.to("a")).answer();
                            assertThat(answer.status()).isEqualTo(200);
                        }
                    });
        }
    }

    @Test
    void all_addresses_that_are_taken_are_told_at_once() throws IOException {
        try (var one = taken();
                var other = taken()) {
            var first = new Listen(TestGateway.LOOPBACK, one.getLocalPort(), false);
            var second = new Listen(TestGateway.LOOPBACK, other.getLocalPort(), false);

            var refused =
                    catchThrowableOfType(
                            CannotListenException.class,
                            () ->
                                    TestGateway.with(APP)
                                            .server(listening(first, ANY, second))
                                            .start());

            assertThat(refused.refused()).containsOnlyKeys(first, second);
            assertThat(refused.refused().values()).allMatch(CannotListenException::taken);
        }
    }

    @Test
    void the_log_tells_the_client_behind_a_trusted_proxy() {
        var behindProxy =
                new ServerConfig(
                        List.of(ANY), new Tls.None(), List.of("127.0.0.0/8"), Duration.ZERO);
        try (var lines = new RequestLines();
                var gateway = TestGateway.with(APP).server(behindProxy).start();
                var client = gateway.client()) {
            client.send(FORWARDED).answer();

            await().untilAsserted(
                            () -> assertThat(lines.field("address")).contains("198.51.100.7"));
        }
    }

    /** HAProxy adds a line of its own below the one that the client may have sent. */
    @Test
    void a_proxy_may_add_its_line_below_the_one_of_the_client() {
        var trusting =
                new ServerConfig(
                        List.of(ANY), new Tls.None(), List.of(TestGateway.LOOPBACK), Duration.ZERO);
        try (var lines = new RequestLines();
                var gateway = TestGateway.with(APP).server(trusting).start();
                var client = gateway.client()) {
            client.send(FORWARDED.replace("192.0.2.1, ", "192.0.2.1\r\nX-Forwarded-For: "))
                    .answer();

            await().untilAsserted(
                            () -> assertThat(lines.field("address")).contains("198.51.100.7"));
        }
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.ofLiteral(TestGateway.LOOPBACK));
    }

    private static ServerConfig listening(Listen... addresses) {
        return new ServerConfig(List.of(addresses), new Tls.None(), List.of(), Duration.ZERO);
    }
}
