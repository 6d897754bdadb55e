package dev.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread that writes to a file of SQLite. */
final class WriterTest {
    @TempDir Path folder;

    /** Keeps the writer until told otherwise, so that what comes next is one group. */
    private record Plug(CountDownLatch released, Scene.Call<Integer> call) {
        static Plug into(Store store) {
            var begun = new CountDownLatch(1);
            var released = new CountDownLatch(1);
            var call =
                    Scene.Call.begin(() ->
                            store.truth()
                                    .write(_ -> {
                                        begun.countDown();
                                        return wait(released);
                                    }));
            var _ = wait(begun);
            return new Plug(released, call);
        }

        private static int wait(CountDownLatch latch) {
            try {
                latch.await();
                return 0;
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }

        void pull() {
            released.countDown();
        }
    }

    private static Scene.Call<Integer> queued(Store store, Work<Integer> work) {
        var call = Scene.Call.begin(() -> store.truth().write(work));
        await().until(call::isParked);
        return call;
    }

    private long committed() {
        try (Handle other = Jdbi.open("jdbc:sqlite:" + folder.resolve("sluice.db"))) {
            return Scene.count(other);
        }
    }

    @Test
    void works_that_wait_together_are_committed_together() {
        try (var store = Scene.sqlite(folder).open(Scene.patient())) {
            var plug = Plug.into(store);
            var seen = new ArrayList<Long>();
            var first = queued(store, handle -> Scene.insert(handle, "first"));
            var second =
                    queued(
                            store,
                            handle -> {
                                seen.add(Scene.count(handle));
                                seen.add(committed());
                                return 0;
                            });

            plug.pull();

            first.end();
            second.end();
            assertThat(seen).containsExactly(1L, 0L);
        }
    }

    @Test
    void a_work_that_fails_in_a_group_undoes_itself_alone() {
        try (var store = Scene.sqlite(folder).open(Scene.patient())) {
            var plug = Plug.into(store);
            var before = queued(store, handle -> Scene.insert(handle, "before"));
            var failing =
                    queued(
                            store,
                            handle -> {
                                Scene.insert(handle, "undone");
                                throw new IllegalArgumentException("no");
                            });
            var after = queued(store, handle -> Scene.insert(handle, "after"));

            plug.pull();

            before.end();
            assertThatThrownBy(failing::end).isInstanceOf(IllegalArgumentException.class);
            after.end();
            assertThat(Scene.ids(store.truth())).containsExactly("after", "before");
        }
    }

    @Test
    void a_work_that_only_the_commit_refuses_spoils_it_for_nobody_else() {
        try (var store = Scene.sqlite(folder).open(Scene.patient())) {
            var plug = Plug.into(store);
            var before = queued(store, handle -> Scene.insert(handle, "before"));
            var orphan =
                    queued(store, handle -> handle.execute("INSERT INTO part VALUES ('nobody')"));
            var after = queued(store, handle -> Scene.insert(handle, "after"));

            plug.pull();

            before.end();
            assertThat(catchThrowableOfType(StoreException.class, orphan::end).kind())
                    .isEqualTo(StoreException.Kind.CONFLICT);
            after.end();
            assertThat(Scene.ids(store.truth())).containsExactly("after", "before");
        }
    }

    @Test
    void a_full_disk_is_told_and_writing_goes_on_when_there_is_room() {
        try (var store = Scene.sqlite(folder).open()) {
            store.truth().write(handle -> pages(handle, 20));

            var refused =
                    catchThrowableOfType(
                            StoreException.class,
                            () -> store.truth().write(WriterTest::insertMuch));

            assertThat(refused.kind()).isEqualTo(StoreException.Kind.FULL);
            assertThat(refused).hasMessageContaining("sluice.db").hasMessageContaining("make room");
            store.truth().write(handle -> pages(handle, 1_000_000));
            store.truth().write(handle -> Scene.insert(handle, "fits"));
            assertThat(Scene.ids(store.truth())).containsExactly("fits");
        }
    }

    private static long pages(Handle handle, int most) {
        return handle.createQuery("PRAGMA max_page_count = " + most).mapTo(Long.class).one();
    }

    private static int insertMuch(Handle handle) {
        return handle.execute("INSERT INTO item (id, n) VALUES (?, 1)", "much".repeat(1_000_000));
    }

    @Test
    void a_work_that_is_begun_and_not_done_in_time_is_unconfirmed() {
        var limits = shortResult();
        try (var store = Scene.sqlite(folder).open(limits)) {
            var plug = Plug.into(store);

            assertThat(catchThrowableOfType(StoreException.class, plug.call()::end).kind())
                    .isEqualTo(StoreException.Kind.UNCONFIRMED);
            plug.pull();
        }
    }

    @Test
    void a_work_that_waited_in_vain_is_never_done() {
        try (var store = Scene.sqlite(folder).open(shortResult())) {
            var plug = Plug.into(store);
            var late = queued(store, handle -> Scene.insert(handle, "late"));

            var refused = catchThrowableOfType(StoreException.class, late::end);

            assertThat(refused.kind()).isEqualTo(StoreException.Kind.BUSY);
            plug.pull();
            store.truth().write(handle -> Scene.insert(handle, "next"));
            assertThat(Scene.ids(store.truth())).containsExactly("next");
        }
    }

    private static Limits shortResult() {
        Limits patient = Scene.patient();
        return new Limits(
                patient.queue(),
                patient.entry(),
                Duration.ofMillis(500),
                patient.lock(),
                patient.closing());
    }

    @Test
    void a_full_queue_refuses_after_the_deadline() {
        Limits patient = Scene.patient();
        var narrow =
                new Limits(
                        1,
                        Duration.ofMillis(50),
                        patient.result(),
                        patient.lock(),
                        patient.closing());
        try (var store = Scene.sqlite(folder).open(narrow)) {
            var plug = Plug.into(store);
            var waiting = queued(store, handle -> Scene.insert(handle, "waiting"));

            var refused =
                    catchThrowableOfType(
                            StoreException.class,
                            () -> store.truth().write(handle -> Scene.insert(handle, "refused")));

            assertThat(refused.kind()).isEqualTo(StoreException.Kind.BUSY);
            plug.pull();
            waiting.end();
            assertThat(Scene.ids(store.truth())).containsExactly("waiting");
        }
    }

    @Test
    void an_interrupted_caller_takes_its_work_out_of_the_queue() {
        try (var store = Scene.sqlite(folder).open(Scene.patient())) {
            var plug = Plug.into(store);
            var leaving = queued(store, handle -> Scene.insert(handle, "left"));

            leaving.thread().interrupt();

            assertThat(catchThrowableOfType(StoreException.class, leaving::end).kind())
                    .isEqualTo(StoreException.Kind.INTERRUPTED);
            plug.pull();
            store.truth().write(handle -> Scene.insert(handle, "next"));
            assertThat(Scene.ids(store.truth())).containsExactly("next");
        }
    }

    @Test
    void closing_finishes_what_is_queued() {
        var store = Scene.sqlite(folder).open(Scene.patient());
        var plug = Plug.into(store);
        var queued = queued(store, handle -> Scene.insert(handle, "queued"));
        var closing =
                Scene.Call.begin(() -> {
                    store.close();
                    return 0;
                });
        await().until(closing::isParked);

        plug.pull();

        closing.end();
        assertThat(queued.end()).isEqualTo(1);
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void closing_fails_what_a_stuck_writer_never_took() {
        Limits patient = Scene.patient();
        var hasty =
                new Limits(
                        patient.queue(),
                        patient.entry(),
                        patient.result(),
                        patient.lock(),
                        Duration.ofMillis(50));
        var store = Scene.sqlite(folder).open(hasty);
        var plug = Plug.into(store);
        var queued = queued(store, handle -> Scene.insert(handle, "queued"));

        store.close();

        assertThat(catchThrowableOfType(StoreException.class, queued::end).kind())
                .isEqualTo(StoreException.Kind.CLOSED);
        plug.pull();
        plug.call().end();
        await().until(() -> threads() == 0);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sluice-sluice.db"))
                .count();
    }

    @Test
    void a_work_that_calls_the_store_is_refused_at_once() {
        try (var store = Scene.sqlite(folder).open(Scene.patient())) {
            assertThatThrownBy(() -> store.truth().write(_ -> store.truth().write(Scene::count)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("handle");
        }
    }

    @Test
    void a_file_that_another_program_holds_is_busy() throws SQLException {
        Limits limits = Limits.DEFAULT;
        var impatient =
                new Limits(
                        limits.queue(),
                        limits.entry(),
                        limits.result(),
                        Duration.ofMillis(20),
                        limits.closing());
        try (var store = Scene.sqlite(folder).open(impatient);
                var other =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sluice.db"));
                var statement = other.createStatement()) {
            var _ = statement.execute("BEGIN IMMEDIATE");

            var refused =
                    catchThrowableOfType(
                            StoreException.class,
                            () -> store.truth().write(handle -> Scene.insert(handle, "held")));

            assertThat(refused.kind()).isEqualTo(StoreException.Kind.BUSY);
            var _ = statement.execute("ROLLBACK");
            store.truth().write(handle -> Scene.insert(handle, "free"));
            assertThat(Scene.ids(store.truth())).containsExactly("free");
        }
    }

    /** Each would keep a carrier if it waited inside SQLite itself. */
    @Test
    void thousands_that_wait_for_sqlite_leave_other_virtual_threads_alone() throws SQLException {
        var path = "jdbc:sqlite:" + folder.resolve("sluice.db");
        try (var store = Scene.sqlite(folder).open(Scene.patient());
                var other = DriverManager.getConnection(path);
                var statement = other.createStatement()) {
            var _ = statement.execute("BEGIN IMMEDIATE");
            var waiting = new ArrayList<Scene.Call<Integer>>();
            for (int number = 0; number < 2_000; number++) {
                String id = "waiting" + number;
                waiting.add(
                        Scene.Call.begin(
                                () -> store.truth().write(handle -> Scene.insert(handle, id))));
            }

            // This ends only if a carrier is left, for the file is free only afterwards.
            int answer = Scene.Call.begin(() -> 42).end();

            assertThat(answer).isEqualTo(42);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> waiting.stream().allMatch(Scene.Call::isParked));
            var _ = statement.execute("ROLLBACK");
            assertThat(List.copyOf(waiting))
                    .allSatisfy(call -> assertThat(call.end()).isEqualTo(1));
            assertThat(Scene.ids(store.truth())).hasSize(2_000);
        }
    }
}
