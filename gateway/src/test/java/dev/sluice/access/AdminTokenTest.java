package dev.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Truth.Kind.class)
final class AdminTokenTest {
    @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

    private final Truth truth;
    private final Path folder;

    AdminTokenTest(Truth.Kind kind, @TempDir Path folder) {
        this.folder = folder;
        truth = Truth.open(kind, folder, POSTGRES);
    }

    @AfterEach
    void close() {
        truth.close();
    }

    @Test
    void in_a_terminal_the_first_start_prints_the_key_and_keeps_it_nowhere() {
        String line = String.join("\n", AdminToken.first(truth.keys(), folder, true));

        assertThat(line).startsWith("the first admin key, shown only now: sk-sluice-");
        assertThat(callerOf(line.replaceFirst(".*: ", ""))).isEqualTo(Grants.ALL.to("admin"));
        assertThat(folder.resolve("admin-token")).doesNotExist();
    }

    @Test
    void elsewhere_it_is_in_a_file_for_its_owner_and_only_the_path_is_told() throws Exception {
        var lines = AdminToken.first(truth.keys(), folder, false);

        Path file = folder.resolve("admin-token");
        assertThat(lines)
                .containsExactly(
                        "the first admin key is in "
                                + file
                                + "; keep it elsewhere, and delete the file");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(callerOf(Files.readString(file).strip())).isEqualTo(Grants.ALL.to("admin"));
        assertThat(files()).doesNotContain(".tmp");
    }

    @Test
    void while_a_live_key_may_administer_none_is_made() {
        truth.keys().create("chief", Grants.ALL);

        assertThat(AdminToken.first(truth.keys(), folder, true)).isEmpty();
        assertThat(truth.keys().list()).hasSize(1);
    }

    @Test
    void a_file_whose_key_no_longer_counts_is_told_at_each_start() throws Exception {
        Path file = folder.resolve("admin-token");
        AdminToken.first(truth.keys(), folder, false);
        truth.keys().create("chief", Grants.ALL);

        assertThat(AdminToken.first(truth.keys(), folder, false)).isEmpty();
        truth.keys().revoke("admin");
        assertThat(AdminToken.first(truth.keys(), folder, false))
                .containsExactly(
                        "the key in "
                                + file
                                + " does not count here; delete the file, and make another with: sluice keys create NAME --admin");
        Files.writeString(file, "of another database\n");
        assertThat(AdminToken.first(truth.keys(), folder, true)).hasSize(1);
    }

    @Test
    void when_the_last_that_may_administer_is_revoked_the_next_start_makes_one() {
        AdminToken.first(truth.keys(), folder, true);
        truth.keys().revoke("admin");

        assertThat(AdminToken.first(truth.keys(), folder, true)).hasSize(1);
    }

    @Test
    void a_name_that_a_weaker_key_has_taken_is_told_with_the_command() {
        truth.keys().create("admin", Grants.CHAT);

        assertThat(AdminToken.first(truth.keys(), folder, false))
                .containsExactly(
                        "no key may administer this gateway; `sluice keys create NAME --admin`"
                                + " makes one");
        assertThat(folder.resolve("admin-token")).doesNotExist();
    }

    @Test
    void a_file_that_cannot_be_written_is_told_and_no_key_is_made() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> AdminToken.first(truth.keys(), file, false))
                .isInstanceOf(AccessException.class)
                .hasMessageContaining("cannot be written to " + file)
                .hasMessageNotContaining("sk-sluice-");
        assertThat(truth.keys().list()).isEmpty();
    }

    private Caller callerOf(String key) {
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            var config = AccessConfig.of(AccessConfig.Mode.KEYS);
            return new Access(config, truth.secrets(), ring, new WrongKeys(System::nanoTime))
                    .identify("Bearer " + key, "");
        }
    }

    private String files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList().toString();
        }
    }
}
