package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.registry.Deadlines;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.RequestLines;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each way of being late has a deadline and a code of its own. */
final class DeadlinesTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration OFTEN = Duration.ofMillis(50);
    private static final SimulatedApp CHAT = SimulatedApp.chat("app-a").saying("One", " two");
    private static final Question QUESTION = Question.to("a");
    private static final int GATEWAY_TIMEOUT = 504;
    private static final int UNAVAILABLE = 503;
    private static final int SMALL_WINDOW_BYTES = 4_096;

    /** 16 MiB, more than all the buffers on the way together take. */
    private static final SimulatedApp ENDLESS =
            CHAT.saying(Collections.nCopies(256, "x".repeat(64 << 10)).toArray(String[]::new));

    @Test
    void pings_are_no_first_event() {
        var limits = new Deadlines(LONG, SHORT, LONG, LONG, LONG, LONG);
        try (var gateway = with(limits, CHAT.failing(new Fault.PingsOnly(OFTEN)))) {
            for (Question question : List.of(QUESTION, QUESTION.streamed())) {
                Answer answer = gateway.ask(question);

                assertThat(answer.status()).isEqualTo(GATEWAY_TIMEOUT);
                assertThat(answer.diagnosis()).isEqualTo("UPSTREAM-FIRST-EVENT");
            }
        }
    }

    @Test
    void an_upstream_without_any_byte_is_silent() {
        var silent = CHAT.script(List.of(new Step.Text("One"), new Step.Hold()));
        expectBroken(new Deadlines(LONG, LONG, SHORT, LONG, LONG, LONG), silent, "UPSTREAM-SILENT");
    }

    @Test
    void silence_after_the_first_event_is_put_down_to_a_proxy_first() {
        var silent = CHAT.script(List.of(new Step.Text("One"), new Step.Hold()));
        try (var gateway = with(new Deadlines(LONG, LONG, SHORT, LONG, LONG, LONG), silent)) {
            assertThat(gateway.ask(QUESTION).body())
                    .containsSubsequence(
                            "proxy_buffering off; proxy_http_version 1.1;",
                            "raise upstreams.a.deadlines.silence");
        }
    }

    @Test
    void an_upstream_with_nothing_but_pings_makes_no_progress() {
        var pinging = CHAT.script(List.of(new Step.Text("One"), new Step.Pings(OFTEN)));
        var limits = new Deadlines(LONG, LONG, LONG, SHORT, LONG, LONG);
        expectBroken(limits, pinging, "UPSTREAM-NO-PROGRESS");
    }

    @Test
    void an_answer_that_goes_on_for_too_long_is_ended() {
        var words = new ArrayList<Step>(List.of(new Step.Text("One")));
        words.addAll(Collections.nCopies(10_000, new Step.Text(" more")));
        var limits = new Deadlines(LONG, LONG, LONG, LONG, LONG, SHORT);
        expectBroken(limits, CHAT.script(words).every(OFTEN), "UPSTREAM-TOTAL");
    }

    @Test
    void an_address_that_does_not_answer_is_given_up() throws IOException {
        var limits = new Deadlines(SHORT, LONG, LONG, LONG, LONG, LONG);
        try (var full = new FullQueue();
                var gateway =
                        TestGateway.with().upstream("a", full.url()).deadlines(limits).start()) {
            Answer answer = gateway.ask(QUESTION.streamed());

            assertThat(answer.status()).isEqualTo(UNAVAILABLE);
            assertThat(answer.diagnosis()).isEqualTo("UPSTREAM-CONNECT-TIMEOUT");
        }
    }

    @Test
    void a_client_that_takes_nothing_is_given_up() {
        var limits = new Deadlines(LONG, LONG, LONG, LONG, SHORT, LONG);
        try (var lines = new RequestLines();
                var gateway = with(limits, ENDLESS);
                var client = RawClient.connect(gateway.port(), SMALL_WINDOW_BYTES)) {
            client.ask(QUESTION.streamed());

            await().until(() -> lines.codes().contains("CLIENT-STALLED"));
            await().until(() -> gateway.dify().openRuns() == 0);
            await().until(() -> gateway.dify().stops().size() == 1);
            Answer answer = client.answer();
            assertThat(answer.end()).isEqualTo(Answer.End.RESET);
            assertThat(answer.events().isDone()).isFalse();
        }
    }

    @Test
    void an_upstream_that_waits_for_a_slow_client_is_not_late() {
        var limits = new Deadlines(LONG, LONG, SHORT, SHORT, LONG, Duration.ofSeconds(5));
        try (var gateway = with(limits, ENDLESS);
                var client = RawClient.connect(gateway.port(), SMALL_WINDOW_BYTES)) {
            client.ask(QUESTION.streamed());

            await().during(SHORT.multipliedBy(4))
                    .until(() -> gateway.gateway().openExchanges() == 1);
            Answer answer = client.answer();
            assertThat(answer.events().isDone()).isTrue();
            assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
        }
    }

    private static void expectBroken(Deadlines limits, SimulatedApp app, String code) {
        try (var gateway = with(limits, app)) {
            Answer streamed = gateway.ask(QUESTION.streamed());
            Answer whole = gateway.ask(QUESTION);

            assertThat(streamed.events().content()).startsWith("One");
            assertThat(streamed.events().diagnosis()).isEqualTo(code);
            assertThat(streamed.end()).isEqualTo(Answer.End.CLOSED);
            assertThat(whole.status()).isEqualTo(GATEWAY_TIMEOUT);
            assertThat(whole.diagnosis()).isEqualTo(code);
            await().until(() -> gateway.dify().openRuns() == 0);
            await().until(() -> gateway.dify().stops().size() == 2);
        }
    }

    private static TestGateway with(Deadlines limits, SimulatedApp app) {
        return TestGateway.with(app).deadlines(limits).start();
    }

    /**
     * A port whose queue of new connections is full, so that the system leaves others unanswered.
     */
    private static final class FullQueue implements AutoCloseable {
        private static final int MOST = 16;
        private static final int ANSWER_MILLIS = 200;

        private final ServerSocket listening =
                new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> waiting = new ArrayList<>();

        FullQueue() throws IOException {
            while (waiting.size() < MOST && connects()) {
                // One more fits.
            }
        }

        URI url() {
            return URI.create(
                    "http://" + TestGateway.LOOPBACK + ":" + listening.getLocalPort() + "/v1");
        }

        private boolean connects() throws IOException {
            var socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(listening.getLocalSocketAddress(), ANSWER_MILLIS);
                return true;
            } catch (SocketTimeoutException _) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : waiting) {
                socket.close();
            }
            listening.close();
        }
    }
}
