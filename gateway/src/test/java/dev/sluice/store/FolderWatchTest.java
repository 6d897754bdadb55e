package dev.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.StandardError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a state folder under a process that has it open is noticed. */
@Timeout(30)
final class FolderWatchTest {
    private static final Duration OFTEN = Duration.ofMillis(10);

    @TempDir private Path place = Path.of("");

    private Path folder() throws IOException {
        Path folder = Files.createDirectory(place.resolve("data"));
        for (String name : new String[] {"sluice.db", "sluice.lock", "conversations.journal"}) {
            Files.writeString(folder.resolve(name), "x");
        }
        return folder;
    }

    private static FolderWatch watch(Path folder) {
        var watch = new FolderWatch(folder, OFTEN);
        watch.start(List.of());
        return watch;
    }

    @Test
    void a_folder_that_is_moved_away_is_noticed_and_so_is_its_return() throws IOException {
        Path folder = folder();
        Path away = place.resolve("elsewhere");
        try (var error = new StandardError();
                var watch = watch(folder)) {
            assertThat(watch.isSound()).isTrue();

            Files.move(folder, away);
            await().until(() -> !watch.isSound());
            assertThat(watch.problem()).contains(folder.toString(), "restart the gateway");

            Files.move(away, folder);
            await().until(watch::isSound);
            assertThat(error.text().split("is not usable", -1)).hasSize(2);
            assertThat(error.text().split("can be used again", -1)).hasSize(2);
        }
    }

    @Test
    void one_file_that_is_replaced_by_its_own_copy_is_noticed() throws IOException {
        Path folder = folder();
        Path copy = Files.copy(folder.resolve("sluice.db"), place.resolve("copy.db"));
        try (var watch = watch(folder)) {
            Files.move(copy, folder.resolve("sluice.db"), StandardCopyOption.REPLACE_EXISTING);

            await().until(() -> !watch.isSound());
            assertThat(watch.problem()).contains("sluice.db", "replaced");
        }
    }

    @Test
    void a_folder_that_takes_nothing_is_noticed() throws IOException {
        Path folder = folder();
        try (var watch = watch(folder)) {
            // A folder of this name refuses everybody, root too.
            Path refusing = Files.createDirectories(folder.resolve("write.probe/in"));
            await().until(() -> !watch.isSound());
            assertThat(watch.problem()).contains(folder.toString(), "cannot be written to");

            Files.delete(refusing);
            await().until(watch::isSound);
        }
    }

    @Test
    void other_files_may_come_and_go() throws IOException {
        Path folder = folder();
        Files.writeString(folder.resolve("reload.request"), "x");
        try (var watch = watch(folder)) {
            Files.delete(folder.resolve("reload.request"));
            Files.writeString(folder.resolve("later.db"), "x");
            Files.delete(folder.resolve("later.db"));

            await().during(Duration.ofMillis(100)).until(watch::isSound);
        }
    }

    @Test
    void a_log_that_is_deleted_is_noticed_and_another_in_its_place_is_no_help() throws IOException {
        Path folder = folder();
        Path log = Files.writeString(folder.resolve("sluice.db-wal"), "x");
        try (var watch = watch(folder)) {
            Path same = Files.move(log, place.resolve("log"));
            await().until(() -> !watch.isSound());
            assertThat(watch.problem()).contains("sluice.db-wal", "restart the gateway");

            Files.writeString(log, "x");
            await().during(Duration.ofMillis(100)).until(() -> !watch.isSound());

            Files.move(same, log, StandardCopyOption.REPLACE_EXISTING);
            await().until(watch::isSound);
        }
    }

    @Test
    void a_log_that_sqlite_makes_anew_is_no_loss() throws IOException {
        Path folder = folder();
        Path log = Files.writeString(folder.resolve("sluice.db-wal"), "x");
        Path other = Files.writeString(place.resolve("log"), "x");
        try (var watch = watch(folder)) {
            Files.move(other, log, StandardCopyOption.REPLACE_EXISTING);

            await().during(Duration.ofMillis(100)).until(watch::isSound);
        }
    }

    @Test
    void records_that_are_deleted_are_a_warning_and_no_more() throws IOException {
        Path folder = folder();
        Files.writeString(folder.resolve("flow.db"), "x");
        try (var error = new StandardError();
                var watch = watch(folder)) {
            Files.delete(folder.resolve("flow.db"));

            await().until(() -> error.text().contains("flow.db"));
            await().during(Duration.ofMillis(100)).until(watch::isSound);
            assertThat(error.text().split("flow.db", -1)).hasSize(2);
        }
    }

    @Test
    void a_database_that_is_emptied_is_damaged_and_stays_so() throws IOException {
        Path folder = folder();
        try (var watch = watch(folder)) {
            Files.writeString(folder.resolve("sluice.db"), "");
            await().until(() -> !watch.isSound());
            assertThat(watch.problem()).contains("sluice.db", "damaged", "sluice restore FILE");

            Files.writeString(folder.resolve("sluice.db"), "more");
            await().during(Duration.ofMillis(100)).until(() -> !watch.isSound());
        }
    }

    @Test
    void a_secret_key_that_is_gone_is_noticed_until_a_copy_is_there_and_keeps_nothing_unsaved()
            throws IOException {
        Path folder = folder();
        Path secret = Files.writeString(folder.resolve("secret.key"), "x");
        try (var watch = new FolderWatch(folder, OFTEN)) {
            watch.start(List.of(secret));
            Files.delete(secret);
            await().until(() -> !watch.problem().isEmpty());
            assertThat(watch.problem()).contains("secret.key", "backup");
            assertThat(watch.isSound()).isTrue();

            Files.writeString(secret, "x");
            await().until(() -> watch.problem().isEmpty());
        }
    }
}
