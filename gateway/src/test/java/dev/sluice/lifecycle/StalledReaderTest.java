package dev.sluice.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.http.Timing;
import dev.sluice.registry.Deadlines;
import dev.sluice.testing.Certificate;
import dev.sluice.testing.KernelSockets;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.RawHttp2;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that takes nothing loses its connection, whatever it was being sent. Seen from outside:
 * what counts are the connections that the system still has.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StalledReaderTest {
    private static final Duration A_MOMENT = Duration.ofMillis(300);
    private static final Duration LONG_TIME = Duration.ofSeconds(20);
    private static final int SMALL_WINDOW_BYTES = 4_096;
    private static final int CLIENTS = 8;
    private static final int LONG = 8 << 20;
    private static final SimulatedApp APP = SimulatedApp.chat("app-a").saying(pieces());

    @TempDir private Path folder = Path.of("");

    @Test
    void of_an_answer_in_one_piece() {
        try (var gateway = plain()) {
            expectClosed(gateway, client -> client.ask(Question.to("a")));
        }
    }

    @Test
    void of_a_stream() {
        try (var gateway = plain()) {
            expectClosed(gateway, client -> client.ask(Question.to("a").streamed()));
        }
    }

    @Test
    void of_a_whole_answer_to_http_1_0() {
        try (var gateway = plain()) {
            expectClosed(gateway, client -> client.http10().ask(Question.to("a")));
        }
    }

    /** Each is small, and no answer is waited for before the next request is sent. */
    @Test
    void of_many_answers_to_requests_sent_ahead() {
        String metrics = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(500);
        try (var gateway = plain()) {
            expectClosed(gateway, client -> client.send(metrics));
        }
    }

    @Test
    void of_a_stream_over_http_2() {
        try (var gateway = encrypted()) {
            expectClosedHttp2(gateway, Question.to("a").streamed());
        }
    }

    @Test
    void of_an_answer_in_one_piece_over_http_2() {
        try (var gateway = encrypted()) {
            expectClosedHttp2(gateway, Question.to("a"));
        }
    }

    /** The socket is read, and one stream is not: that stream alone is given up. */
    @Test
    void of_one_stream_among_others() {
        try (var gateway = encrypted();
                var client = RawHttp2.connect(gateway.port(), trusting()).window(0)) {
            int stalled = client.ask(Question.to("a"));

            assertThat(client.answer(stalled)).isEqualTo("RST_STREAM");
            await().until(() -> gateway.gateway().openExchanges() == 0);
            assertThat(KernelSockets.established(gateway.port())).isEqualTo(1);
        }
    }

    @Test
    void and_a_connection_on_which_nothing_is_asked_is_closed() {
        var usual = Timing.DEFAULT;
        var timing =
                new Timing(
                        usual.commit(),
                        usual.keepAlive(),
                        usual.body(),
                        usual.cut(),
                        usual.stall(),
                        A_MOMENT);
        try (var gateway = TestGateway.with(APP).timing(timing).start();
                var client = gateway.client()) {
            client.get("/healthz").answer();

            await().atMost(LONG_TIME).until(() -> KernelSockets.established(gateway.port()) == 0);
            assertThat(client.send("").answer().status()).isZero();
        }
    }

    private interface Request {
        void by(RawClient client);
    }

    private static void expectClosed(TestGateway gateway, Request request) {
        var clients = new ArrayList<RawClient>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(RawClient.connect(gateway.port(), SMALL_WINDOW_BYTES));
                request.by(clients.getLast());
            }
            expectNoneLeft(gateway);
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    private void expectClosedHttp2(TestGateway gateway, Question question) {
        var clients = new ArrayList<RawHttp2>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                // The window is large, so that only the socket holds the answer up.
                clients.add(
                        RawHttp2.connect(gateway.port(), trusting(), SMALL_WINDOW_BYTES)
                                .window(LONG * 2));
                clients.getLast().ask(question);
            }
            expectNoneLeft(gateway);
        } finally {
            clients.forEach(RawHttp2::close);
        }
    }

    private static void expectNoneLeft(TestGateway gateway) {
        await().atMost(LONG_TIME).until(() -> KernelSockets.established(gateway.port()) == 0);
        await().until(() -> gateway.gateway().openExchanges() == 0);
        await().until(() -> gateway.dify().openRuns() == 0);
    }

    private TestGateway plain() {
        return configured(TestGateway.with(APP));
    }

    private TestGateway encrypted() {
        var certificate = Certificate.in(folder, "localhost");
        return configured(TestGateway.with(APP).tls(certificate));
    }

    private SSLContext trusting() {
        return Certificate.at(folder).trusting();
    }

    /** Nobody is given more than a moment to take something. */
    private static TestGateway configured(TestGateway.Builder builder) {
        var usual = Timing.DEFAULT;
        var deadlines = Deadlines.DIFY;
        return builder.timing(
                        new Timing(
                                usual.commit(),
                                usual.keepAlive(),
                                usual.body(),
                                usual.cut(),
                                A_MOMENT,
                                A_MOMENT))
                .deadlines(
                        new Deadlines(
                                deadlines.connect(),
                                deadlines.firstEvent(),
                                deadlines.silence(),
                                deadlines.noProgress(),
                                A_MOMENT,
                                deadlines.total()))
                .start();
    }

    private static String[] pieces() {
        var pieces = new String[LONG / 65_536];
        Arrays.fill(pieces, "a".repeat(65_536));
        return pieces;
    }
}
