package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.StandardError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads outlast what their work throws, and one that has ended is seen. */
@Timeout(30)
final class WorkerTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    @Test
    void a_loop_begins_again_after_an_error_and_ends_when_it_returns() {
        var begun = new AtomicInteger();
        try (var error = new StandardError()) {
            var worker =
                    WorkerThread.start(
                            "looping",
                            () -> {
                                switch (begun.incrementAndGet()) {
                                    case 1 -> throw new OutOfMemoryError("of a test");
                                    case 2 -> throw new StackOverflowError("of a test");
                                    case 3 -> throw new IllegalStateException("of a test");
                                    // The fourth is as it should be.
                                    default -> {}
                                }
                            },
                            SHORT);

            assertThat(worker.join(Duration.ofSeconds(20))).isTrue();
            assertThat(begun).hasValue(4);
            assertThat(worker.isDead()).isFalse();
            assertThat(error.text().split("a thread failed and goes on", -1)).hasSize(4);
        }
    }

    @Test
    void a_loop_that_was_interrupted_is_dead_and_reported_by_name() throws Exception {
        var inside = new CountDownLatch(1);
        var itself = new Thread[1];
        var worker =
                WorkerThread.start(
                        "interrupted",
                        () -> {
                            itself[0] = Thread.currentThread();
                            inside.countDown();
                            new CountDownLatch(1).await();
                        });
        inside.await();
        assertThat(Worker.report(List.of(worker))).isEmpty();

        itself[0].interrupt();

        await().until(worker::isDead);
        assertThat(Worker.report(List.of(worker)))
                .isEqualTo("threads: interrupted ended unexpectedly; restart the gateway");
    }

    @Test
    void a_task_that_fails_for_long_is_reported_once_and_its_recovery_too() {
        var broken = new AtomicBoolean(true);
        var tries = new AtomicInteger();
        Runnable task =
                () -> {
                    tries.incrementAndGet();
                    if (broken.get()) {
                        throw new UncheckedIOException(new IOException("Too many open files"));
                    }
                };
        try (var error = new StandardError();
                var worker =
                        WorkerSchedule.start("failing", WorkerSchedule.Rhythm.every(SHORT), task)) {
            for (int failures = 1; failures <= 2; failures++) {
                awaitMore(tries);
                broken.set(false);
                awaitMore(tries);
                broken.set(true);
            }
            awaitMore(tries);

            assertThat(worker.isDead()).isFalse();
            assertThat(error.text().split("a repeated task fails", -1)).hasSize(4);
            assertThat(error.text().split("a repeated task works again", -1)).hasSize(3);
            assertThat(error.text()).contains("Too many open files");
        }
    }

    private static void awaitMore(AtomicInteger tries) {
        int until = tries.get() + 5;
        await().until(() -> tries.get() >= until);
    }

    @Test
    void a_task_is_repeated_after_an_error_and_not_after_it_was_stopped() {
        var tries = new AtomicInteger();
        var worker =
                WorkerSchedule.start(
                        "repeated",
                        WorkerSchedule.Rhythm.every(SHORT),
                        () -> {
                            tries.incrementAndGet();
                            throw new OutOfMemoryError("of a test");
                        });
        awaitMore(tries);

        worker.close();

        assertThat(worker.isDead()).isFalse();
        int last = tries.get();
        await().during(Duration.ofMillis(50)).until(() -> tries.get() == last);
    }
}
