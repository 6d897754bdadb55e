package dev.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of the flow, the gateway starts. */
final class FlowTest {
    @TempDir Path folder;

    private Path file;

    @BeforeEach
    void write() {
        file = folder.resolve("flow.db");
        try (var store = Scene.sqlite(folder).open()) {
            store.truth().write(handle -> Scene.insert(handle, "truth"));
            store.flow()
                    .write(handle ->
                            handle.execute(
                                    "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 5000)"
                                            + " INSERT INTO item SELECT 'flow' || n, n FROM number"));
        }
    }

    private void startsAnew(List<Migration> steps) {
        try (var store = Scene.sqlite(folder).open(List.of(Scene.ITEMS), steps)) {
            assertThat(Scene.ids(store.flow())).isEmpty();
            assertThat(Scene.ids(store.truth())).containsExactly("truth");
            store.flow().write(handle -> Scene.insert(handle, "new"));
        }
    }

    @Test
    void a_whole_flow_is_kept() {
        try (var store = Scene.sqlite(folder).open()) {
            assertThat(Scene.ids(store.flow())).hasSize(5_000);
        }
    }

    @Test
    void a_flow_that_was_deleted_is_made_anew() throws IOException {
        Files.delete(file);

        startsAnew(List.of(Scene.ITEMS));
    }

    @Test
    void a_flow_that_is_no_database_is_set_aside() throws IOException {
        Files.writeString(file, "nothing that SQLite knows\n".repeat(1_000));

        startsAnew(List.of(Scene.ITEMS));

        assertThat(folder.resolve("flow.db.aside")).content().startsWith("nothing");
    }

    @Test
    void a_flow_with_a_damaged_page_is_set_aside() throws IOException {
        try (var damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek(damaged.length() / 2 / 4096 * 4096);
            damaged.write(new byte[8_192]);
        }

        startsAnew(List.of(Scene.ITEMS));
    }

    @Test
    void a_flow_of_a_newer_program_is_set_aside() {
        var newer = new Migration(2, "newer", "CREATE TABLE newer (id TEXT)");
        try (var store =
                Scene.sqlite(folder).open(List.of(Scene.ITEMS), List.of(Scene.ITEMS, newer))) {
            assertThat(Scene.ids(store.flow())).hasSize(5_000);
        }

        startsAnew(List.of(Scene.ITEMS));
    }

    @Test
    void a_flow_whose_steps_were_changed_is_set_aside() {
        startsAnew(List.of(new Migration(1, "items", "CREATE TABLE item (id TEXT, n BIGINT)")));
    }
}
