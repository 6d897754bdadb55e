package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.http.ByteBudget;
import dev.sluice.testing.Answer;
import dev.sluice.testing.KernelSockets;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.RequestLines;
import dev.sluice.testing.TestGateway;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers hold in memory is counted, and there is an end to it. */
final class AnswerMemoryTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int SMALL_WINDOW_BYTES = 4_096;
    private static final int CLIENTS = 20;
    private static final long BUDGET = 2 << 20;
    private static final int CHARACTERS = 2_000_000;

    /** What a gateway has made on its heap for a first request. */
    private static final long OTHERS = 6 << 20;

    @Test
    void an_answer_in_one_piece_that_does_not_end_is_ended() throws IOException {
        var budget = new ByteBudget(BUDGET);
        try (var endless = new EndlessUpstream();
                var gateway =
                        TestGateway.with().upstream("a", endless.url()).budget(budget).start();
                var client = gateway.client().patience(MINUTE)) {
            Answer answer = client.ask(Question.to("a")).answer();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("x-sluice-code")).isEqualTo("GATE-OVERLOADED");
            assertThat(answer.fix()).contains("-Xmx");
            await().until(() -> budget.held() == 0);
            // Its stopped runs would be read on for a while.
            endless.hangUp();
        }
    }

    @Test
    void a_stream_of_which_everything_is_remembered_is_ended_too() throws IOException {
        var budget = new ByteBudget(BUDGET);
        try (var lines = new RequestLines();
                var endless = new EndlessUpstream();
                var gateway =
                        TestGateway.with().upstream("a", endless.url()).budget(budget).start();
                var client = gateway.client().patience(MINUTE)) {
            Answer answer = client.ask(Question.to("a").streamed()).answer();

            // Its client may be told, or too slow for that with so little left.
            await().until(() -> lines.codes().contains("GATE-OVERLOADED"));
            assertThat(answer.events().isDone()).isFalse();
            await().until(() -> budget.held() == 0);
            // Its stopped runs would be read on for a while.
            endless.hangUp();
        }
    }

    /**
     * Compared with what the heap shows: a million characters and more of an answer that goes on.
     */
    @ParameterizedTest
    @ValueSource(strings = {"a", "\u5b57"})
    void no_less_is_counted_than_is_held(String letter) throws IOException {
        var budget = new ByteBudget(Long.MAX_VALUE);
        String event =
                "data: {\"event\":\"message\",\"task_id\":\"t\",\"answer\":\"%s\"}\n\n"
                        .formatted(letter.repeat(1_000));
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
                        + event.repeat(CHARACTERS / 1_000);
        try (var upstream = EndlessUpstream.sending(head, "");
                var gateway =
                        TestGateway.with().upstream("a", upstream.url()).budget(budget).start()) {
            long before = heapBytes();
            try (var client = gateway.client()) {
                client.ask(Question.to("a"));
                await().atMost(MINUTE).until(() -> budget.held() > CHARACTERS);
                awaitRest(budget);
                assertThat(heapBytes() - before).isLessThan(budget.held() + OTHERS);
                upstream.hangUp();
            }
        }
    }

    private static void awaitRest(ByteBudget budget) {
        var seen = new AtomicLong();
        await().atMost(MINUTE)
                .during(Duration.ofMillis(300))
                .until(() -> seen.getAndSet(budget.held()) == budget.held());
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The time in which a client may take nothing is a minute, and many fit into that. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void of_too_many_clients_that_do_not_read_some_are_given_up_at_once() throws IOException {
        var budget = new ByteBudget(BUDGET);
        var clients = new ArrayList<RawClient>();
        try (var lines = new RequestLines();
                var endless = new EndlessUpstream();
                var gateway =
                        TestGateway.with().upstream("a", endless.url()).budget(budget).start()) {
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(RawClient.connect(gateway.port(), SMALL_WINDOW_BYTES));
                    clients.getLast().ask(Question.to("a").streamed());
                }

                await().atMost(MINUTE)
                        .until(() -> KernelSockets.established(gateway.port()) < CLIENTS * 3 / 4);
                await().atMost(MINUTE).until(() -> endless.openRuns() < CLIENTS * 3 / 4);
                assertThat(endless.openRuns()).isPositive();
                assertThat(budget.held()).isLessThanOrEqualTo(BUDGET);
                await().until(() -> lines.codes().contains("GATE-OVERLOADED"));
                assertThat(lines.codes()).doesNotContain("CLIENT-STALLED");
            } finally {
                clients.forEach(RawClient::close);
            }
            await().until(() -> budget.held() == 0);
            // Its stopped runs would be read on for a while.
            endless.hangUp();
        }
    }
}
