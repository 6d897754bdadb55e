package dev.sluice.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Recorded;
import dev.sluice.testing.StandardError;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class IntakeTest {
    private static final int THREADS = 4;
    private static final int EACH = 1_500;

    @Test
    void records_of_many_threads_are_all_worked_off_in_batches() throws Exception {
        var worked = new CopyOnWriteArrayList<List<RequestRecord>>();
        try (var intake = new Intake("test", worked::add)) {
            bring(intake);
        }

        assertThat(worked).allSatisfy(batch -> assertThat(batch.size()).isBetween(1, Intake.BATCH));
        assertThat(worked.stream().flatMap(List::stream).map(RequestRecord::requestId))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, (long) THREADS * EACH).mapToObj(Recorded::id).toList());
    }

    private static void bring(Intake intake) throws InterruptedException {
        var threads =
                IntStream.range(0, THREADS)
                        .mapToObj(thread ->
                                Thread.ofPlatform()
                                        .start(() -> {
                                            for (int i = 0; i < EACH; i++) {
                                                intake.accept(
                                                        Recorded.whole((long) thread * EACH + i));
                                            }
                                        }))
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void what_finds_no_room_is_dropped_and_counted_and_nobody_waits() throws Exception {
        var busy = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var intake =
                new Intake(
                        "test",
                        _ -> {
                            busy.countDown();
                            awaitQuietly(release);
                        })) {
            intake.accept(Recorded.whole(0));
            busy.await();
            // Nothing is worked off any more: were bringing to wait, this would not end.
            for (int i = 0; i < Intake.CAPACITY + 5; i++) {
                intake.accept(Recorded.whole(i));
            }

            assertThat(intake.dropped()).isEqualTo(5);

            release.countDown();
            await().until(() -> intake.kept() == Intake.CAPACITY + 1);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void lost_batches_are_counted_and_told_once_and_so_is_the_first_that_is_kept_again() {
        var broken = new AtomicBoolean(true);
        try (var error = new StandardError();
                var intake =
                        new Intake(
                                "test",
                                _ -> {
                                    if (broken.get()) {
                                        throw new IllegalStateException("the disk is full");
                                    }
                                })) {
            intake.accept(Recorded.whole(1));
            await().until(() -> intake.failed() == 1);
            intake.accept(Recorded.whole(2));
            await().until(() -> intake.failed() == 2);
            broken.set(false);
            intake.accept(Recorded.whole(3));
            await().until(() -> intake.kept() == 1);
            intake.accept(Recorded.whole(4));
            await().until(() -> intake.kept() == 2);

            assertThat(error.lines())
                    .satisfiesExactly(
                            lost ->
                                    assertThat(lost)
                                            .contains("WARN", "being lost", "the disk is full"),
                            again -> assertThat(again).contains("kept again"));
        }
    }

    @Test
    void closing_works_off_what_has_come() {
        var worked = new CopyOnWriteArrayList<RequestRecord>();
        var intake = new Intake("test", worked::addAll);
        intake.accept(Recorded.whole(1));

        intake.close();

        assertThat(worked).containsExactly(Recorded.whole(1));
    }
}
