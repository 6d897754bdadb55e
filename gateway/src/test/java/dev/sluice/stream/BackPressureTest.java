package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.http.ByteBudget;
import dev.sluice.testing.Answer;
import dev.sluice.testing.LibraryWarnings;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who reads slowly slows the upstream down, and costs the gateway next to nothing. */
final class BackPressureTest {
    private static final int CLIENTS = 1_000;
    private static final int PARTS = 256;
    private static final int PART_BYTES = 16 << 10;
    private static final int SMALL_WINDOW_BYTES = 4_096;
    private static final Question QUESTION = Question.to("a").streamed();

    /**
     * What a client's upstream may get rid of, the system's buffers included; measured: 400 KiB.
     */
    private static final long SENT_BYTES = 768 << 10;

    /** What a client may cost this process; measured: 125 to 400 KiB. */
    private static final long HELD_BYTES = 640 << 10;

    private static final Duration A_WHILE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Parts that differ, 4 MiB in all. */
    private static final List<String> WORDS =
            IntStream.range(0, PARTS).mapToObj(i -> i + "x".repeat(PART_BYTES)).toList();

    private static final SimulatedApp APP =
            SimulatedApp.chat("app-a").saying(WORDS.toArray(String[]::new));

    @Test
    void a_thousand_clients_that_never_read_cost_little_memory_and_stop_their_upstreams()
            throws IOException {
        var clients = new ArrayList<RawClient>();
        try (var warnings = new LibraryWarnings();
                var endless = new EndlessUpstream();
                var gateway =
                        TestGateway.with()
                                .upstream("a", endless.url())
                                .maxConnections(CLIENTS + 1)
                                // Here none is to be given up for what the others hold.
                                .budget(new ByteBudget(Long.MAX_VALUE / 2))
                                .start()) {
            long before = usedBytes();
            long heapBefore = heapBytes();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(RawClient.connect(gateway.port(), SMALL_WINDOW_BYTES));
                    clients.getLast().ask(QUESTION);
                }
                await().atMost(PATIENCE).until(() -> endless.openRuns() == CLIENTS);
                awaitRest(endless);

                assertThat(endless.sentBytes()).isLessThan(CLIENTS * SENT_BYTES);
                assertThat(usedBytes() - before).isLessThan(CLIENTS * HELD_BYTES);
            } finally {
                clients.forEach(RawClient::close);
            }
            await().atMost(PATIENCE).until(() -> gateway.gateway().openExchanges() == 0);
            await().atMost(PATIENCE).until(() -> endless.openRuns() == 0);
            // The allocator keeps its direct buffers for the next; what the clients held is heap.
            await().atMost(PATIENCE)
                    .until(() -> heapBytes() - heapBefore < CLIENTS * HELD_BYTES / 8);
            assertThat(warnings.lines()).isEmpty();
        }
    }

    @Test
    void the_systems_buffers_do_not_grow_for_a_client_that_never_reads() throws IOException {
        try (var endless = new EndlessUpstream();
                var gateway = TestGateway.with().upstream("a", endless.url()).start();
                var client = RawClient.connect(gateway.port(), SMALL_WINDOW_BYTES)) {
            client.ask(QUESTION);
            await().atMost(PATIENCE).until(() -> endless.openRuns() == 1);
            awaitRest(endless);

            assertThat(endless.sentBytes()).isLessThan(SENT_BYTES);
        }
    }

    /** Until for a while no upstream has sent another byte. */
    private static void awaitRest(EndlessUpstream endless) {
        var seen = new AtomicLong();
        await().atMost(PATIENCE)
                .during(A_WHILE)
                .until(() -> seen.getAndSet(endless.sentBytes()) == endless.sentBytes());
    }

    @Test
    void a_slow_reader_gets_every_byte_in_order() {
        try (var gateway = TestGateway.of(APP);
                var client = RawClient.connect(gateway.port(), SMALL_WINDOW_BYTES)) {
            client.ask(QUESTION);
            await().during(A_WHILE).until(() -> gateway.gateway().openExchanges() == 1);

            Answer answer = client.answer();

            assertThat(answer.events().content()).isEqualTo(String.join("", WORDS));
            assertThat(answer.events().isDone()).isTrue();
            assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
        }
    }

    @Test
    void a_slow_reader_gets_every_byte_that_came_before_a_break() {
        var breaking = APP.failing(new Fault.Cut(PARTS / 2 * PART_BYTES, Fault.Ending.FIN));
        try (var gateway = TestGateway.of(breaking);
                var client = RawClient.connect(gateway.port(), SMALL_WINDOW_BYTES)) {
            client.ask(QUESTION);
            await().during(A_WHILE).until(() -> gateway.gateway().openExchanges() == 1);

            Answer answer = client.answer();

            int whole = answer.events().data().size() - 2;
            assertThat(whole).isGreaterThan(PARTS / 2 - PARTS / 8);
            assertThat(answer.events().content())
                    .isEqualTo(String.join("", WORDS.subList(0, whole)));
            assertThat(answer.events().diagnosis()).isEqualTo("STREAM-TRUNCATED");
            assertThat(answer.end()).isEqualTo(Answer.End.CLOSED);
        }
    }

    private static long usedBytes() {
        long direct =
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
        return direct + heapBytes();
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
