package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.app.Mailbox;
import dev.sluice.app.Schema;
import dev.sluice.app.StateFolder;
import dev.sluice.store.Store;
import dev.sluice.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What root makes in the folder of another user belongs to that user. Only for root. */
@Timeout(120)
final class FolderOwnerTest {
    private static final String OTHER = "nobody";

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void giveAway() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"));
        var lookup = folder.getFileSystem().getUserPrincipalLookupService();
        try {
            Files.setOwner(folder, lookup.lookupPrincipalByName(OTHER));
            Files.getFileAttributeView(folder, PosixFileAttributeView.class)
                    .setGroup(lookup.lookupPrincipalByGroupName("nogroup"));
        } catch (IOException absent) {
            assumeTrue(false, "there is no user to give the folder to: " + absent);
        }
    }

    private List<Path> ofRoot() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(FolderOwnerTest::isOfRoot).toList();
        }
    }

    private static boolean isOfRoot(Path file) {
        try {
            var found =
                    Files.readAttributes(
                            file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.owner().getName().equals("root") || found.group().getName().equals("root");
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        }
    }

    private Invocation run(String command, String... more) {
        Path data = folder.resolve("data");
        var words = new ArrayList<>(List.of(command));
        words.addAll(List.of(more));
        words.addAll(List.of("--data", data.toString()));
        return Invocation.of(words.toArray(String[]::new));
    }

    @Test
    void commands_on_a_state_folder_leave_nothing_of_roots() throws Exception {
        assertThat(run("keys", "create", "laptop").exit()).isZero();
        assertThat(ofRoot()).isEmpty();

        var backup = run("backup");
        assertThat(backup.exit()).as(backup.err()).isZero();
        assertThat(ofRoot()).isEmpty();

        assertThat(run("restore", backup.out().strip()).exit()).isZero();
        assertThat(ofRoot()).isEmpty();

        assertThat(run("reset", "--yes").exit()).isZero();
        assertThat(ofRoot()).isEmpty();
    }

    @Test
    void what_sqlite_keeps_beside_an_open_database_is_the_users_too() throws Exception {
        Path data = folder.resolve("data");
        var config = new StoreConfig("", "");
        try (var store =
                Store.open(data, config, Schema.truth(), Schema.flow(), InstantSource.system())) {
            assertThat(store.truth().info().tables()).isNotEmpty();
            assertThat(data.resolve("sluice.db-wal")).exists();
            assertThat(ofRoot()).isEmpty();
        }
    }

    @Test
    void a_migration_leaves_nothing_of_roots() throws Exception {
        Files.writeString(
                folder.resolve(".env"),
                """
                DIFY_API_BASE=http://127.0.0.1:1/v1
                MODEL_CONFIG={"support":"app-0123456789abcdef"}
                VALID_API_KEYS=key-of-a-client
                """);
        List<Path> before = ofRoot();

        var migrated = Invocation.of("migrate", "opendify", folder.toString());

        assertThat(migrated.exit()).as(migrated.err()).isZero();
        assertThat(folder.resolve("sluice.yaml")).exists();
        assertThat(ofRoot()).isEqualTo(before);
    }

    @Test
    void a_request_to_reload_can_be_read_by_the_gateways_user() throws Exception {
        var mailbox = new Mailbox(folder);
        mailbox.answer("id-0", new Mailbox.Answer(true, "done"));

        assertThat(mailbox.ask("id-1", Duration.ofMillis(1))).isEmpty();
        assertThat(folder.resolve("reload.answer")).exists();
        assertThat(ofRoot()).isEmpty();
    }

    @Test
    void a_state_folder_several_levels_deep_is_the_users_and_private() throws Exception {
        Path deep = folder.resolve("var").resolve("data");

        try (var held = StateFolder.open(deep)) {
            assertThat(held.path().resolve("sluice.lock")).exists();
            assertThat(ofRoot()).isEmpty();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)))
                    .isEqualTo("rwx------");
        }
    }
}
