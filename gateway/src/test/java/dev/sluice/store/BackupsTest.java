package dev.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.testing.TestPostgres;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Copies of the truth, and the way back. */
final class BackupsTest {
    @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

    @TempDir Path place;

    private Path folder;
    private Path copy;
    private Backups backups;

    @BeforeEach
    void write() {
        folder = place.resolve("data");
        copy = place.resolve("copy.db");
        backups = new Backups(folder, Scene.clock());
        try (var store = Scene.sqlite(folder).open()) {
            store.truth().write(handle -> Scene.insert(handle, "first"));
            store.backup(copy);
            store.truth().write(handle -> Scene.insert(handle, "second"));
        }
    }

    private List<String> ids() {
        try (var store = Scene.sqlite(folder).open()) {
            return Scene.ids(store.truth());
        }
    }

    private static long rows(Path file) {
        try (Handle handle = Jdbi.open("jdbc:sqlite:" + file)) {
            return Scene.count(handle);
        }
    }

    @Test
    void a_backup_is_one_moment_while_writing_goes_on() {
        var busy = place.resolve("busy.db");
        try (var store = Scene.sqlite(folder).open()) {
            var stop = new AtomicBoolean();
            var writing =
                    Scene.Call.begin(() -> {
                        int pairs = 0;
                        for (; !stop.get(); pairs++) {
                            String id = "pair" + pairs;
                            store.truth()
                                    .write(handle ->
                                            Scene.insert(handle, id + "a")
                                                    + Scene.insert(handle, id + "b"));
                        }
                        return pairs;
                    });

            store.backup(busy);
            stop.set(true);

            assertThat(writing.end()).isPositive();
            assertThat(rows(busy)).isEven();
        }
    }

    @Test
    void a_backup_never_overwrites() {
        try (var store = Scene.sqlite(folder).open()) {
            assertThatThrownBy(() -> store.backup(copy))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(copy.toString());
        }
    }

    @Test
    void a_backup_where_none_can_be_made_is_refused_and_leaves_nothing() {
        try (var store = Scene.sqlite(folder).open()) {
            var nowhere = place.resolve("missing").resolve("copy.db");

            assertThatThrownBy(() -> store.backup(nowhere))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("there is no folder " + nowhere.getParent());
            assertThat(nowhere.getParent()).doesNotExist();
        }
    }

    @Test
    void a_backup_of_postgresql_is_a_command_to_run() {
        String url = POSTGRES.newDatabase();
        try (var store = new Scene(place.resolve("other"), url).open()) {
            var refused =
                    catchThrowableOfType(
                            StoreException.class, () -> store.backup(place.resolve("x.dump")));

            assertThat(refused)
                    .hasMessageContaining("pg_dump")
                    .hasMessageContaining("x.dump")
                    .hasMessageContaining("postgresql://postgres@localhost")
                    .hasMessageNotContaining("postgres:postgres");
        }
    }

    @Test
    void restoring_brings_the_old_truth_and_keeps_the_new_one() {
        Path kept = backups.restore(copy).orElseThrow();

        assertThat(ids()).containsExactly("first");
        assertThat(backups.list()).containsExactly(kept);
        var _ = backups.restore(kept).orElseThrow();
        assertThat(ids()).containsExactly("first", "second");
    }

    @Test
    void restoring_keeps_what_is_still_in_the_log() throws IOException {
        Path killed = place.resolve("killed");
        Files.createDirectories(killed);
        try (var store = Scene.sqlite(folder).open()) {
            store.truth().write(handle -> Scene.insert(handle, "third"));
            for (String part : List.of("sluice.db", "sluice.db-wal")) {
                Files.copy(folder.resolve(part), killed.resolve(part));
            }
        }
        var after = new Backups(killed, Scene.clock());

        Path kept = after.restore(copy).orElseThrow();

        try (var store = Scene.sqlite(killed).open()) {
            assertThat(Scene.ids(store.truth())).containsExactly("first");
        }
        assertThat(rows(kept)).isEqualTo(3);
    }

    @Test
    void what_is_damaged_or_not_ours_is_not_restored() throws IOException {
        var text = Files.writeString(place.resolve("text.db"), "no database ".repeat(1_000));
        var foreign = place.resolve("foreign.db");
        try (Handle handle = Jdbi.open("jdbc:sqlite:" + foreign)) {
            handle.execute("CREATE TABLE other (id TEXT)");
        }
        var damaged = Files.copy(copy, place.resolve("damaged.db"));
        try (var file = new RandomAccessFile(damaged.toFile(), "rw")) {
            file.seek(4_096);
            file.write(new byte[8_192]);
        }

        for (Path bad : List.of(text, foreign, damaged, place.resolve("missing.db"))) {
            assertThatThrownBy(() -> backups.restore(bad))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(bad.toString());
        }
        assertThat(ids()).containsExactly("first", "second");
        assertThat(folder).isDirectoryNotContaining("glob:**restoring*");
    }

    @Test
    void a_broken_truth_can_be_replaced() throws IOException {
        Files.writeString(folder.resolve("sluice.db"), "no database ".repeat(1_000));
        assertThat(catchThrowableOfType(StoreException.class, this::ids))
                .hasMessageContaining("sluice restore")
                .extracting(StoreException::kind)
                .isEqualTo(StoreException.Kind.BROKEN);

        var _ = backups.restore(copy).orElseThrow();

        assertThat(ids()).containsExactly("first");
    }

    @Test
    void resetting_starts_anew_and_keeps_the_truth() {
        Path kept = backups.reset().orElseThrow();

        assertThat(folder.resolve("flow.db")).doesNotExist();
        assertThat(ids()).isEmpty();
        assertThat(rows(kept)).isEqualTo(2);
        var _ = backups.restore(kept).orElseThrow();
        assertThat(ids()).containsExactly("first", "second");
    }

    @Test
    void resetting_what_is_not_there_keeps_nothing() {
        assertThat(new Backups(place.resolve("none"), Scene.clock()).reset()).isEmpty();
    }

    @Test
    void files_are_for_their_owner_alone() throws IOException {
        Path kept = backups.restore(copy).orElseThrow();
        try (var store = Scene.sqlite(folder).open()) {
            store.truth().write(handle -> Scene.insert(handle, "log"));

            for (Path file :
                    List.of(
                            kept,
                            copy,
                            folder.resolve("sluice.db"),
                            folder.resolve("sluice.db-wal"),
                            folder.resolve("flow.db"))) {
                assertThat(rights(file)).as(file.toString()).isEqualTo("rw-------");
            }
            assertThat(rights(folder)).isEqualTo("rwx------");
        }
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void a_folder_that_cannot_be_made_is_told() throws IOException {
        Path file = Files.createFile(place.resolve("file"));

        var refused =
                catchThrowableOfType(
                        StoreException.class, () -> Scene.sqlite(file.resolve("data")).open());

        assertThat(refused.kind()).isEqualTo(StoreException.Kind.READ_ONLY);
        assertThat(refused).hasMessageContaining("--data");
    }
}
