package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a migration prints at its end works as it is printed. */
@Timeout(120)
final class MigrateNextStepsTest {
    @TempDir private Path folder = Path.of("");

    private Path openDify() throws Exception {
        Path old = Files.createDirectory(folder.resolve("open dify"));
        Files.writeString(
                old.resolve(".env"),
                "DIFY_API_BASE=http://127.0.0.1:9/v1\nMODEL_CONFIG={\"a\":\"app-1\"}\n");
        return old;
    }

    @Test
    void the_state_folder_that_was_named_is_in_every_command() throws Exception {
        Path old = openDify();
        String data = folder.resolve("other state").toString();
        String options = " --config '" + old.resolve("sluice.yaml") + "' --data '" + data + "'\n";

        var done = Invocation.of("migrate", "opendify", old.toString(), "--data", data);
        var again = Invocation.of("migrate", "opendify", old.toString(), "--data", data);

        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.out()).contains("sk-sluice-", "  sluice serve" + options);
        assertThat(again.out()).contains("  sluice serve" + options, " --for open-webui" + options);
    }

    @Test
    void the_env_file_itself_is_answered_with_its_folder() throws Exception {
        Path old = openDify();

        var refused = Invocation.of("migrate", "opendify", old.resolve(".env").toString());

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err())
                .contains("is a file", "sluice migrate opendify '" + old + "'")
                .doesNotContain(".env/.env");
    }
}
