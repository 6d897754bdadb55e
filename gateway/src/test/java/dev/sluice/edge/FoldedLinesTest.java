package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Answer;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A header line that begins with a blank goes on with the one before for one server, and is a
 * header of its own for another.
 */
final class FoldedLinesTest {
    private static final TestGateway GATEWAY = TestGateway.of(SimulatedApp.chat("app-app"));
    private static final String HEAD = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n";
    private static final String SOUND = HEAD + "\r\n";

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: y\r\n\tTransfer-Encoding: chunked\r\n",
                "X: y\r\n Z: a\r\n",
                "X: y\r\n \r\n",
                "X:\r\n y\r\n",
                "X: y\r\n z\r\n W: v\r\n",
                " X: y\r\n"
            })
    void it_is_refused(String lines) {
        try (var client = GATEWAY.client()) {
            assertRefused(client.send(HEAD + lines + "\r\n" + SOUND).answer());
            assertThat(client.send("").answer().status()).isZero();
        }
    }

    @Test
    void it_is_seen_wherever_the_bytes_are_divided() {
        String folded = HEAD + "X: y\r\n\tz: a\r\n\r\n";
        for (int cut = 1; cut < folded.length(); cut++) {
            try (var client = GATEWAY.client()) {
                client.send(SOUND + folded.substring(0, cut));
                assertThat(client.answer().body()).isEqualTo("alive\n");

                assertRefused(client.send(folded.substring(cut) + SOUND).answer());
            }
        }
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("x-sluice-code")).isEqualTo("REQUEST-MALFORMED");
    }

    @Test
    void blanks_that_begin_the_lines_of_a_body_are_no_folding() {
        String body =
                """
                {
                 "model":"app",
                \t"messages":[{"role":"user",
                 "content":"a"}]}
                """;
        String request =
                "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(body.length(), body);
        try (var client = GATEWAY.client()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send("\r\n" + request).answer().status()).isEqualTo(200);
            }
        }
    }
}
