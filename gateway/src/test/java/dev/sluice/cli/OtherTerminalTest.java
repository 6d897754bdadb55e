package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands in a terminal that has none of the variables that the server was started with. */
@Timeout(60)
final class OtherTerminalTest {
    private static final String UPSTREAM =
            "upstreams: {a: {type: dify, url: 'http://127.0.0.1:9/v1', key: '${env:NO_SUCH_KEY}'}}\n";

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void configure() throws IOException {
        configure("");
    }

    private void configure(String more) throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), more + UPSTREAM);
    }

    @Test
    void keys_are_made_listed_and_revoked() {
        var made = run("keys", "create", "laptop");

        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.err())
                .contains("It is kept in " + data() + ", where no gateway runs at present.");
        assertThat(run("keys", "list").out()).contains("laptop");
        assertThat(run("keys", "revoke", "laptop").exit()).isZero();
    }

    @Test
    void the_state_is_copied_put_back_and_emptied() {
        run("keys", "create", "laptop");
        var backup = run("backup");

        assertThat(backup.exit()).as(backup.err()).isZero();
        assertThat(run("restore", backup.out().strip()).exit()).isZero();
        assertThat(run("reset", "--yes").exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reload", "explain req_000000000000000000000001"})
    void what_needs_the_folder_alone_finds_it(String command) throws IOException {
        configure("data: {dir: state, url: '${env:NO_SUCH_URL}'}\n");

        var refused = run(command.split(" ", -1));

        assertThat(refused.exit()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err()).contains(folder.resolve("state").toString());
    }

    @Test
    void a_name_that_the_configuration_has_is_not_made_again() throws IOException {
        configure("access: {keys: {laptop: '${env:NO_SUCH_TOKEN}'}}\n");

        assertThat(run("keys", "create", "laptop").err()).contains("stands in the configuration");
        assertThat(run("keys", "list").out()).containsPattern("laptop +in the file");
        assertThat(data()).doesNotExist();
    }

    @Test
    void where_the_state_is_must_be_right() throws IOException {
        configure("data: {dri: state}\n");

        var refused = run("keys", "create", "laptop");

        assertThat(refused.exit()).isEqualTo(6);
        assertThat(refused.err()).contains("data.dri", "did you mean dir?");
        assertThat(data()).doesNotExist();
    }

    @Test
    void a_database_whose_url_is_missing_is_told_of() throws IOException {
        configure("data: {url: '${env:NO_SUCH_URL}'}\n");

        var refused = run("keys", "list");

        assertThat(refused.exit()).isEqualTo(6);
        assertThat(refused.err()).contains("data.url needs the environment variable NO_SUCH_URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys list", "keys revoke laptop", "backup", "reset --yes"})
    void a_folder_that_no_gateway_has_used_is_refused_and_not_made(String command) {
        Path typo = folder.resolve("typo");

        var refused =
                Invocation.of(
                        Stream.concat(
                                        Stream.of(command.split(" ", -1)),
                                        Stream.of("--data", typo.toString()))
                                .toArray(String[]::new));

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("no database in " + typo, "--data DIR");
        assertThat(typo).doesNotExist();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Invocation run(String... words) {
        return Invocation.of(
                Stream.concat(
                                Stream.of(words),
                                Stream.of("--config", folder.resolve("sluice.yaml").toString()))
                        .toArray(String[]::new));
    }
}
