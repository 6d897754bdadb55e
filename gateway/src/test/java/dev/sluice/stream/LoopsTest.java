package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.LoopWatchdog;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Nothing blocks an event loop. */
final class LoopsTest {
    private static final int CLIENTS = 4;
    private static final int ROUNDS = 3;
    private static final int WORDS = 2_000;
    private static final String LARGE = "x".repeat(8 << 20);
    private static final SimulatedApp SOUND = SimulatedApp.chat("app-sound").tokens(WORDS);
    private static final SimulatedApp BROKEN =
            SimulatedApp.workflow("app-broken").failing(new Fault.FailedRun(2, "no luck"));
    private static final SimulatedApp BUSY =
            SimulatedApp.chat("app-busy").failing(Fault.JsonError.tooManyRequests());

    @Test
    void a_wait_on_a_loop_is_seen() {
        try (var watchdog = new LoopWatchdog()) {
            expectSeen(watchdog, LoopsTest::waitInVain, "CountDownLatch");
        }
    }

    @Test
    void work_on_a_loop_that_takes_too_long_is_seen() {
        try (var watchdog = new LoopWatchdog()) {
            expectSeen(watchdog, LoopsTest::computeInVain, "computeInVain");
        }
    }

    @Test
    void chats_of_all_kinds_never_hold_a_loop_up() throws Exception {
        try (var watchdog = new LoopWatchdog();
                var gateway =
                        TestGateway.with(SOUND, BROKEN, BUSY).chance(watchdog.chance()).start();
                var pool = Executors.newFixedThreadPool(CLIENTS)) {
            // What first requests load and compile is no block, and comes before.
            askAtOnce(gateway, pool);
            int warmUp = watchdog.blocks().size();
            askAtOnce(gateway, pool);

            assertThat(watchdog.loops()).isPositive();
            assertThat(watchdog.blocks().stream().skip(warmUp)).isEmpty();
        }
    }

    private static void expectSeen(LoopWatchdog watchdog, Runnable block, String where) {
        RandomGenerator watched = watchdog.chance();
        RandomGenerator blocking =
                () -> {
                    long next = watched.nextLong();
                    block.run();
                    return next;
                };
        try (var gateway = TestGateway.with(SOUND).chance(blocking).loops(1).start()) {
            gateway.ask(Question.to("sound"));
            await().until(() -> !watchdog.blocks().isEmpty());
            assertThat(watchdog.blocks()).anyMatch(stack -> stack.contains(where));
        }
    }

    private static void waitInVain() {
        try {
            var _ = new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void computeInVain() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void askAtOnce(TestGateway gateway, ExecutorService pool) throws Exception {
        var clients = new ArrayList<Future<?>>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(pool.submit(() -> askManyTimes(gateway)));
        }
        for (Future<?> client : clients) {
            client.get();
        }
    }

    private static void askManyTimes(TestGateway gateway) {
        for (int i = 0; i < ROUNDS; i++) {
            askAll(gateway);
        }
    }

    private static void askAll(TestGateway gateway) {
        var sound = Question.to("sound");
        for (Question question :
                List.of(
                        sound.streamed(),
                        sound,
                        sound.streamed().saying(LARGE),
                        Question.to("broken").streamed(),
                        Question.to("busy").streamed(),
                        Question.to("nobody"))) {
            assertThat(gateway.ask(question).status()).isPositive();
        }
    }
}
