package dev.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFolderTest {
    @TempDir private Path parent = Path.of("");

    @Test
    void it_is_made_where_there_is_none_and_says_who_holds_it() throws IOException {
        Path path = parent.resolve("deep/data");

        try (var folder = StateFolder.open(path)) {
            assertThat(folder.path()).isEqualTo(path).isDirectory();
            assertThat(path.resolve("sluice.lock"))
                    .hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void what_it_makes_is_for_its_owner_alone() throws IOException {
        Path made = parent.resolve("data");

        StateFolder.open(made).close();

        assertThat(Files.getPosixFilePermissions(made))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void it_is_refused_while_it_is_held() throws IOException {
        try (var held = StateFolder.open(parent)) {
            assertThatThrownBy(() -> StateFolder.open(parent))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(held.path().toString())
                    .hasMessageContaining("in use", "--data DIR");
        }
    }

    @Test
    void once_let_go_it_can_be_taken_again() throws IOException {
        StateFolder.open(parent).close();

        StateFolder.open(parent).close();
    }

    @Test
    void what_a_dead_process_left_in_it_is_overwritten() throws IOException {
        Files.writeString(parent.resolve("sluice.lock"), "99999999999 and more");

        try (var folder = StateFolder.open(parent)) {
            assertThat(folder.path().resolve("sluice.lock"))
                    .hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void a_file_in_its_place_is_told() throws IOException {
        Path file = Files.writeString(parent.resolve("data"), "");

        assertThatThrownBy(() -> StateFolder.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("is a file; move it away");
    }
}
