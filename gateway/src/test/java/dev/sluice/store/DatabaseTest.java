package dev.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a database tells of itself, and how it tidies up. */
final class DatabaseTest {
    @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

    private static final int ROWS = 500;

    /** Locks of a log that was emptied are not given back. */
    private static final Limits IMPATIENT =
            new Limits(
                    64,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(5));

    @TempDir Path folder;

    @Test
    void a_file_tells_where_it_is_how_large_and_what_is_in_it() throws IOException {
        Path file = folder.resolve("sluice.db");
        DatabaseInfo info;
        try (var store = Scene.sqlite(folder).open()) {
            store.truth().write(DatabaseTest::fill);

            info = store.truth().info();
        }

        assertThat(info.path()).isEqualTo(file.toString());
        // Closing takes the log into the file.
        assertThat(info.bytes()).isEqualTo(Files.size(file));
        assertThat(info.journalMode()).isEqualTo("wal");
        assertThat(info.tables()).containsExactly("item", "part", "sluice_schema");
    }

    @Test
    void a_file_that_is_emptied_under_the_store_fails_as_a_database_that_cannot_be_used()
            throws IOException {
        try (var store = Scene.sqlite(folder).open(IMPATIENT)) {
            store.truth().write(DatabaseTest::fill);
            assertThat(Scene.ids(store.truth())).isNotEmpty();

            Files.write(folder.resolve("sluice.db"), new byte[0]);
            Files.write(folder.resolve("sluice.db-wal"), new byte[0]);

            var thrown = new ArrayList<Throwable>();
            for (int turn = 0; turn < 8; turn++) {
                String id = "late" + turn;
                collect(thrown, () -> Scene.ids(store.truth()));
                collect(thrown, () -> store.truth().write(handle -> Scene.insert(handle, id)));
            }
            // A connection may still have in memory what it needs.
            assertThat(thrown).isNotEmpty().hasOnlyElementsOfType(StoreException.class);
        }
    }

    @Test
    void a_read_whose_transaction_ended_early_fails_with_its_own_reason() {
        try (var store = Scene.sqlite(folder).open()) {
            var thrown =
                    catchThrowable(() ->
                            store.truth()
                                    .read(handle -> {
                                        handle.execute("ROLLBACK");
                                        throw new UnsupportedOperationException();
                                    }));

            assertThat(thrown).isInstanceOf(UnsupportedOperationException.class);
            assertThat(Scene.ids(store.truth())).isEmpty();
        }
    }

    private static void collect(List<Throwable> thrown, ThrowingCallable work) {
        Throwable failed = catchThrowable(work);
        if (failed != null) {
            thrown.add(failed);
        }
    }

    @Test
    void a_server_tells_how_large_it_is_and_what_is_in_it_and_not_where_it_is() {
        try (var store = new Scene(folder, POSTGRES.newDatabase()).open()) {
            long before = store.truth().info().bytes();
            store.truth().write(DatabaseTest::fill);

            DatabaseInfo info = store.truth().info();

            assertThat(info.path()).isEmpty();
            assertThat(info.journalMode()).isEmpty();
            assertThat(info.tables()).containsExactly("item", "part", "sluice_schema");
            assertThat(info.bytes()).isGreaterThan(before);
        }
    }

    @Test
    void a_file_that_tidies_up_takes_its_log_in_and_counts_its_rows() throws IOException {
        Path file = folder.resolve("sluice.db");
        try (var store = Scene.sqlite(folder).open()) {
            store.truth().write(handle -> Scene.insert(handle, "first"));
            store.truth().optimize();
            store.truth().write(DatabaseTest::fill);
            long before = store.truth().info().bytes();
            assertThat(Files.size(file)).isLessThan(before);

            store.truth().optimize();

            assertThat(store.truth().<String>read(DatabaseTest::statistics)).startsWith("501 ");
            assertThat(Files.size(file)).isGreaterThanOrEqualTo(before);
            assertThat(store.truth().info().tables())
                    .containsExactly("item", "part", "sluice_schema");
        }
    }

    private static String statistics(Handle handle) {
        return handle.createQuery("SELECT stat FROM sqlite_stat1 WHERE tbl = 'item'")
                .mapTo(String.class)
                .one();
    }

    @Test
    void a_server_that_tidies_up_counts_its_rows() {
        try (var store = new Scene(folder, POSTGRES.newDatabase()).open()) {
            store.truth().write(DatabaseTest::fill);

            store.truth().optimize();

            assertThat(store.truth().<Integer>read(DatabaseTest::estimate)).isEqualTo(ROWS);
        }
    }

    private static int estimate(Handle handle) {
        return handle.createQuery("SELECT reltuples FROM pg_class WHERE relname = 'item'")
                .mapTo(Integer.class)
                .one();
    }

    private static int fill(Handle handle) {
        for (int i = 0; i < ROWS; i++) {
            Scene.insert(handle, "item-" + i + "-" + "x".repeat(50));
        }
        return ROWS;
    }
}
