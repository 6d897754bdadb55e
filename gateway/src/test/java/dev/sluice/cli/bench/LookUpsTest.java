package dev.sluice.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.conversation.Mapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LookUpsTest {
    /** More than are written at once. */
    private static final int COUNT = 1_100;

    @TempDir private Path folder = Path.of("");

    @Test
    void every_mapping_of_a_filled_store_is_found() throws Exception {
        var told = new ArrayList<Integer>();
        try (var store = StoredMappings.open(folder, COUNT)) {
            store.fill(told::add);

            var found = IntStream.range(0, COUNT).mapToObj(StoredMappings::key).map(store::find);

            assertThat(found.map(Mapping::conversation)).hasSize(COUNT).doesNotHaveDuplicates();
            assertThat(told).last().isEqualTo(COUNT);
        }
    }

    @Test
    void an_update_is_what_is_found_next() throws Exception {
        try (var store = StoredMappings.open(folder, 1)) {
            store.fill(_ -> {});
            Mapping before = store.find(StoredMappings.key(0));

            store.update(before);

            assertThat(store.find(StoredMappings.key(0)).usedAtMillis())
                    .isGreaterThan(before.usedAtMillis());
        }
    }

    @Test
    void a_mapping_that_is_missing_spoils_the_measurement() throws Exception {
        try (var store = StoredMappings.open(folder, 1)) {
            store.fill(_ -> {});

            assertThatThrownBy(() -> store.find(StoredMappings.key(1)))
                    .isInstanceOf(BenchFailedException.class)
                    .hasMessageContaining("is not found");
        }
    }

    @Test
    void a_disk_without_room_is_told_before_it_is_full() {
        LookUps.requireRoom(1 << 20, 1L << 30, folder);

        assertThatThrownBy(() -> LookUps.requireRoom(1 << 20, (1L << 30) - 1, folder))
                .isInstanceOf(BenchFailedException.class)
                .hasMessageContaining("1048576 mappings need 1024 MiB in " + folder)
                .hasMessageContaining("or start with --mappings 1048575");
    }

    @Test
    void what_was_in_the_scratch_folder_goes_with_it() throws Exception {
        var scratch = Scratch.make();
        Path inside = Files.createDirectory(scratch.folder().resolve("store"));
        Files.writeString(inside.resolve("file"), "some bytes");

        scratch.close();

        assertThat(scratch.folder()).doesNotExist();
    }
}
