package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.registry.Deadlines;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an upstream's answer begins, where it begins at all. */
final class UpstreamHeadsTest {
    private static final Question QUESTION = Question.to("a").streamed();
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long REFUSAL_BYTES = 64 << 10;
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    private static final String ERROR =
            "{\"code\":\"provider_quota_exceeded\",\"message\":\"used up\",\"status\":400}";

    private static final String ANSWER =
            """
            data: {"event":"message","task_id":"t","answer":"Hello"}

            data: {"event":"message_end","task_id":"t","metadata":{}}

            """;

    /** Only its beginning is read, and at once; what it means is known by then. */
    @Test
    void an_error_without_an_end_is_the_error_that_it_is() throws IOException {
        String head = "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain\r\n";
        try (var upstream = EndlessUpstream.sending(head + CHUNKED, "x".repeat(1_000));
                var gateway = gateway(upstream.url());
                var client = gateway.client().patience(MINUTE)) {
            Answer answer = client.ask(QUESTION).answer();

            assertThat(answer.header("x-sluice-code")).isEqualTo("UPSTREAM-ERROR");
            await().until(() -> upstream.openRuns() == 0);
            // The buffers of the system on both sides, beside what the gateway reads.
            assertThat(upstream.sentBytes()).isLessThan(REFUSAL_BYTES * 64);
        }
    }

    @Test
    void an_error_whose_end_is_late_is_the_error_that_it_is() throws IOException {
        String head = "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n";
        String text = Integer.toHexString(ERROR.length()) + "\r\n" + ERROR + "\r\n";
        try (var upstream = EndlessUpstream.sending(head + CHUNKED + text, "");
                var gateway = gateway(upstream.url());
                var client = gateway.client().patience(MINUTE)) {
            Answer answer = client.ask(QUESTION).answer();

            assertThat(answer.header("x-sluice-code")).isEqualTo("DIFY-QUOTA");
        }
    }

    /** 101 answers a request to change the protocol, which nobody makes. */
    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "102 Processing", "103 Early Hints", "199 Unknown"})
    void what_announces_an_answer_is_not_the_answer(String status) throws IOException {
        String interim = "HTTP/1.1 " + status + "\r\nLink: </a>\r\n\r\n";
        String answer = Integer.toHexString(ANSWER.length()) + "\r\n" + ANSWER + "\r\n0\r\n\r\n";
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + CHUNKED + answer;
        try (var upstream = EndlessUpstream.sending(interim + interim + head, "");
                var gateway = gateway(upstream.url());
                var client = gateway.client()) {
            assertThat(client.ask(QUESTION).answer().events().content()).isEqualTo("Hello");
        }
    }

    /** It takes connections, and says nothing on them. */
    @Test
    void the_time_to_connect_covers_the_handshake_of_tls() throws IOException {
        var usual = Deadlines.DIFY;
        var deadlines =
                new Deadlines(
                        Duration.ofMillis(300),
                        usual.firstEvent(),
                        usual.silence(),
                        usual.noProgress(),
                        usual.clientStall(),
                        usual.total());
        try (var door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var gateway =
                        TestGateway.with()
                                .upstream(
                                        "a",
                                        URI.create(
                                                "https://127.0.0.1:" + door.getLocalPort() + "/v1"))
                                .deadlines(deadlines)
                                .start();
                var client = gateway.client()) {
            Answer answer = client.ask(QUESTION).answer();

            assertThat(answer.header("x-sluice-code")).isEqualTo("UPSTREAM-CONNECT-TIMEOUT");
        }
    }

    private static TestGateway gateway(URI url) {
        return TestGateway.with().upstream("a", url).start();
    }
}
