package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread, whose turn is whose. */
@Timeout(30)
final class BodyWorkersTest {
    private static final int MOST_WAITING = 64;
    private static final long MIB = 1 << 20;

    private final BodyWorkers workers = new BodyWorkers(1, MIB, MOST_WAITING);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> plots = new ArrayList<>();

    /** No plot outlives its test: what it throws later would fail another one. */
    @AfterEach
    void close() throws InterruptedException {
        held.countDown();
        for (Thread plot : plots) {
            plot.join();
        }
        workers.close();
    }

    @Test
    void callers_take_turns_whatever_each_has_sent() throws InterruptedException {
        hold();
        for (int i = 0; i < 20; i++) {
            add("greedy");
        }
        add("other");
        add("third");
        add("other");

        held.countDown();
        for (Thread plot : plots) {
            plot.join();
        }

        assertThat(order.subList(0, 6))
                .containsExactly("greedy", "other", "third", "greedy", "other", "greedy");
        assertThat(order).hasSize(23);
    }

    @Test
    void more_of_one_caller_than_may_wait_are_refused_and_another_is_not() throws Exception {
        hold();
        for (int i = 0; i < MOST_WAITING; i++) {
            add("greedy");
        }

        ChatFailure refused = refusal(() -> workers.run("greedy", () -> 1, this::patiently));

        assertThat(refused.code()).isEqualTo(FailureCode.GATE_OVERLOADED);
        assertThat(refused.retryAfterSeconds()).isPositive();
        add("other");
        held.countDown();
        plots.getLast().join();
        assertThat(order).contains("other");
    }

    @Test
    void what_nobody_waits_for_any_more_is_not_done() throws InterruptedException {
        hold();
        var done = new AtomicInteger();
        for (int i = 0; i < MOST_WAITING * 3; i++) {
            refusal(() ->
                    workers.run(
                            "leaving",
                            done::incrementAndGet,
                            _ -> {
                                throw new ChatFailedException(Exchange.clientGone());
                            }));
        }

        held.countDown();
        assertThat(workers.run("other", () -> 7, this::patiently)).isEqualTo(7);
        assertThat(done).hasValue(0);
    }

    @Test
    @Timeout(10)
    void what_waits_when_the_gateway_closes_fails_at_once() throws InterruptedException {
        hold();
        var refused = new CompletableFuture<ChatFailure>();
        var waits = new CountDownLatch(1);
        Thread plot =
                Thread.startVirtualThread(() ->
                        refused.complete(
                                refusal(() ->
                                        workers.run(
                                                "any",
                                                () -> 1,
                                                job -> {
                                                    waits.countDown();
                                                    return patiently(job);
                                                }))));
        waits.await();

        workers.close();

        plot.join();
        assertThat(refused.join().code()).isEqualTo(FailureCode.GATE_DRAINING);
        assertThat(refusal(() -> workers.run("any", () -> 1, this::patiently)).code())
                .isEqualTo(FailureCode.GATE_DRAINING);
    }

    @Test
    void an_error_comes_to_the_plot_and_the_thread_goes_on() {
        for (Error error : new Error[] {new StackOverflowError(), new OutOfMemoryError("test")}) {
            assertThatThrownBy(() ->
                            workers.run(
                                    "any",
                                    () -> {
                                        throw error;
                                    },
                                    this::patiently))
                    .isSameAs(error);
        }
        assertThat(workers.run("any", () -> 7, this::patiently)).isEqualTo(7);
    }

    @Test
    void what_takes_more_memory_than_there_is_for_it_is_refused_with_what_to_raise() {
        ChatFailure refused = refusal(() -> workers.within(MIB + 1, () -> 1));

        assertThat(refused.code()).isEqualTo(FailureCode.REQUEST_TOO_LARGE);
        assertThat(refused.cause()).contains("2 MiB").contains("1 MiB");
        assertThat(refused.fix()).contains("-Xmx");
        assertThat(workers.within(MIB, () -> 7)).isEqualTo(7);
    }

    @Test
    void what_takes_all_the_memory_is_done_one_after_the_other() throws InterruptedException {
        var together = new AtomicInteger();
        var most = new AtomicInteger();
        try (var several = new BodyWorkers(4, MIB, MOST_WAITING)) {
            for (int i = 0; i < 20; i++) {
                Supplier<Integer> reading =
                        () ->
                                several.within(
                                        MIB * 2 / 3,
                                        () -> {
                                            most.accumulateAndGet(
                                                    together.incrementAndGet(), Math::max);
                                            Thread.onSpinWait();
                                            return together.decrementAndGet();
                                        });
                plots.add(
                        Thread.startVirtualThread(
                                () -> several.run("any", reading, this::patiently)));
            }
            for (Thread plot : plots) {
                plot.join();
            }
        }

        assertThat(most).hasValue(1);
    }

    /** The only thread is busy from here until it is let go. */
    private void hold() throws InterruptedException {
        plots.add(
                Thread.startVirtualThread(() ->
                        workers.run(
                                "first",
                                () -> {
                                    begun.countDown();
                                    return await(held);
                                },
                                this::patiently)));
        begun.await();
    }

    /** Returns when it waits. */
    private void add(String caller) {
        var waits = new CountDownLatch(1);
        plots.add(
                Thread.startVirtualThread(() ->
                        workers.run(
                                caller,
                                () -> order.add(caller),
                                job -> {
                                    waits.countDown();
                                    return patiently(job);
                                })));
        await(waits);
    }

    private <T> T patiently(Pending<T> job) {
        return job.get(Duration.ofSeconds(20), BodyWorkers::late);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ChatFailure refusal(Supplier<?> action) {
        return catchThrowableOfType(ChatFailedException.class, action::get).failure();
    }
}
