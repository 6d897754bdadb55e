package dev.sluice.testkit.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import dev.sluice.testkit.Step;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TrafficTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration NEVER_AGAIN = Duration.ofHours(1);
    private static final String KEY = "app-load";
    private static final String LAST_ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    private static final int WORDS = 300;
    // The words and the terminal event.
    private static final int EVENTS = WORDS + 1;

    private final SimulatedDify dify = SimulatedDify.start(0);
    private final LoadGenerator load = LoadGenerator.start(1);

    @AfterEach
    void close() {
        load.close();
        dify.close();
    }

    @Test
    void every_event_of_every_stream_is_counted() {
        dify.app(SimulatedApp.chat(KEY).tokens(WORDS));
        try (var traffic = load.begin(chat(), once(20))) {
            var tally = untilAnswers(traffic, 20);

            assertThat(tally.events()).isEqualTo(20L * EVENTS);
            assertThat(tally.sound()).isTrue();
        }
    }

    @Test
    void events_in_torn_pieces_are_counted_once() {
        dify.app(SimulatedApp.chat(KEY).tokens(WORDS).failing(new Fault.Split(7)));
        try (var traffic = load.begin(chat(), once(1))) {
            assertThat(untilAnswers(traffic, 1).events()).isEqualTo(EVENTS);
        }
    }

    @Test
    void a_stream_that_is_cut_is_broken_and_no_answer() {
        dify.app(
                SimulatedApp.chat(KEY)
                        .tokens(WORDS)
                        .failing(new Fault.Cut(5_000, Fault.Ending.FIN)));
        try (var traffic = load.begin(chat(), once(1))) {
            var tally = untilBroken(traffic);

            assertThat(tally.answers()).isZero();
            assertThat(tally.bytes()).isEqualTo(5_000);
        }
    }

    @Test
    void a_stream_that_is_reset_is_broken() {
        dify.app(
                SimulatedApp.chat(KEY)
                        .tokens(WORDS)
                        .failing(new Fault.Cut(5_000, Fault.Ending.RESET)));
        try (var traffic = load.begin(chat(), once(1))) {
            assertThat(untilBroken(traffic).answers()).isZero();
        }
    }

    @Test
    void another_status_is_refused() {
        try (var traffic = load.begin(chat(), once(1))) {
            assertThat(untilAnswers(traffic, 1).refused()).isEqualTo(1);
        }
    }

    @Test
    void a_server_that_is_away_is_broken() {
        var url = URI.create("http://127.0.0.1:1/");
        try (var traffic = load.begin(LoadRequest.get(url, KEY), once(1))) {
            assertThat(untilBroken(traffic).answers()).isZero();
        }
    }

    @Test
    void a_connection_asks_again_on_the_same_connection() {
        dify.app(SimulatedApp.chat(KEY));
        var info = LoadRequest.get(URI.create(dify.url() + "/info"), KEY);
        try (var traffic = load.begin(info, Rhythm.steady(2, Duration.ZERO))) {
            assertThat(untilAnswers(traffic, 500).sound()).isTrue();
            assertThat(dify.acceptedConnections()).isEqualTo(2);
        }
    }

    @Test
    void a_server_that_closes_after_each_answer_breaks_nothing() throws Exception {
        try (var closing = new ServerSocket(0);
                var traffic =
                        load.begin(
                                LoadRequest.get(
                                        URI.create("http://127.0.0.1:" + closing.getLocalPort()),
                                        KEY),
                                Rhythm.steady(1, Duration.ZERO))) {
            for (int answer = 0; answer < 3; answer++) {
                try (var socket = closing.accept()) {
                    socket.getOutputStream().write(LAST_ANSWER.getBytes(US_ASCII));
                    // The client closes first, or a reset could discard what it has not read.
                    socket.getInputStream().readAllBytes();
                }
            }

            assertThat(traffic.take()).returns(3L, Tally::answers).returns(0L, Tally::broken);
        }
    }

    @Test
    void dropped_connections_are_seen_by_the_server_and_are_not_broken() throws Exception {
        dify.app(SimulatedApp.chat(KEY).script(List.of(new Step.Text("a"), new Step.Hold())));
        try (var traffic = load.begin(chat(), once(50))) {
            assertThat(traffic.awaitBeginnings(LIMIT)).isTrue();

            var times = traffic.drop();

            waitUntil(() -> dify.openRuns() == 0);
            assertThat(times.keySet())
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 50).boxed().toList());
            assertThat(dify.runs())
                    .extracting(Run::outcome)
                    .containsOnly(Run.Outcome.CLOSED_BY_PEER);
            assertThat(traffic.take().broken()).isZero();
        }
    }

    @Test
    void one_dropped_connection_leaves_the_others_alone() throws Exception {
        dify.app(SimulatedApp.chat(KEY).script(List.of(new Step.Text("a"), new Step.Hold())));
        try (var traffic = load.begin(chat(), once(3))) {
            assertThat(traffic.awaitBeginnings(LIMIT)).isTrue();

            traffic.drop(1);

            waitUntil(() -> dify.openRuns() == 2);
            assertThat(dify.runs())
                    .filteredOn(run -> !run.isOpen())
                    .singleElement()
                    .returns(true, run -> run.body().contains("stream 1\""));
            assertThat(traffic.take().broken()).isZero();
        }
    }

    @Test
    void a_body_tells_which_connection_sent_it() {
        dify.app(SimulatedApp.chat(KEY));
        try (var traffic = load.begin(chat(), once(3))) {
            untilAnswers(traffic, 3);

            assertThat(dify.runs())
                    .extracting(run -> run.body().replaceAll(".*stream (\\d+).*", "$1"))
                    .containsExactlyInAnyOrder("0", "1", "2");
        }
    }

    private LoadRequest chat() {
        return LoadRequest.post(
                URI.create(dify.url() + "/chat-messages"),
                KEY,
                """
                {"inputs":{},"query":"stream $connection","user":"u","response_mode":"streaming"}\
                """);
    }

    private static Rhythm once(int connections) {
        return new Rhythm(connections, Duration.ZERO, NEVER_AGAIN);
    }

    private static Tally untilAnswers(Traffic traffic, long answers) {
        return until(traffic, sum -> sum.answers() >= answers);
    }

    private static Tally untilBroken(Traffic traffic) {
        return until(traffic, sum -> sum.broken() > 0);
    }

    private static Tally until(Traffic traffic, Predicate<Tally> enough) {
        var sum = new AtomicReference<>(traffic.take());
        waitUntil(() -> enough.test(sum.updateAndGet(before -> plus(before, traffic.take()))));
        return sum.get();
    }

    private static Tally plus(Tally a, Tally b) {
        return new Tally(
                a.events() + b.events(),
                a.bytes() + b.bytes(),
                a.answers() + b.answers(),
                a.broken() + b.broken(),
                a.refused() + b.refused(),
                b.firstByte());
    }

    private static void waitUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
