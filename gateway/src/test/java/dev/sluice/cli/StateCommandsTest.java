package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.StateFolder;
import dev.sluice.testing.TestState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code backup}, {@code restore} and {@code reset}, and a database that is not this program's. */
@Timeout(120)
final class StateCommandsTest {
    private static final String LIVE =
            "SELECT group_concat(name) FROM api_keys WHERE revoked_at IS NULL ORDER BY name";

    private final TestState state = TestState.copy();

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void configure() throws IOException {
        configure("");
    }

    private void configure(String more) throws IOException {
        Files.writeString(
                folder.resolve("sluice.yaml"),
                more
                        + """
                        server: {port: 0}
                        upstreams: {a: {type: dify, url: 'http://127.0.0.1:9/v1', key: app-a}}
                        """);
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void a_backup_beside_a_running_gateway_is_a_whole_database_with_the_keys() throws Exception {
        try (var gateway = run()) {
            String key = create("laptop");
            Path target = folder.resolve("copy.db");

            var backup = run("backup", target.toString());

            assertThat(backup.exit()).as(backup.err()).isZero();
            assertThat(backup.out()).isEqualTo(target + "\n");
            assertThat(query(target, "PRAGMA integrity_check")).isEqualTo("ok");
            assertThat(query(target, LIVE)).isEqualTo("laptop");
            assertThat(Files.readString(target, ISO_8859_1)).doesNotContain(key);
            assertThat(gateway.client("").get("/healthz").status()).isEqualTo(200);
        }
    }

    @Test
    void a_backup_without_a_name_goes_to_the_state_folder() throws Exception {
        create("laptop");

        var backup = run("backup");

        Path made = Path.of(backup.out().strip());
        assertThat(made.getParent()).isEqualTo(state.folder().resolve("backups"));
        assertThat(query(made, LIVE)).isEqualTo("laptop");
    }

    @Test
    void a_file_that_is_there_is_not_overwritten() throws Exception {
        Path target = Files.writeString(folder.resolve("precious"), "precious");

        var backup = run("backup", target.toString());

        assertThat(backup.exit()).isEqualTo(2);
        assertThat(backup.err()).contains(target + " is there already; name a file that is not");
        assertThat(target).hasContent("precious");
    }

    @Test
    void of_a_folder_without_a_database_there_is_no_backup() {
        Path wrong = folder.resolve("wrong");

        var backup = Invocation.of("backup", "--data", wrong.toString());

        assertThat(backup.exit()).isEqualTo(2);
        assertThat(backup.err()).contains("no database in " + wrong, "--config FILE", "--data DIR");
        assertThat(wrong).doesNotExist();
    }

    @Test
    void a_running_gateway_cannot_be_restored_or_reset() throws Exception {
        create("laptop");
        String backup = run("backup").out().strip();
        try (var held = StateFolder.open(state.folder())) {
            for (var refused : List.of(run("restore", backup), run("reset", "--yes"))) {
                assertThat(refused.exit()).isEqualTo(2);
                assertThat(refused.err()).contains(held.path() + " is in use by", "stop that one");
            }
        }
        assertThat(query(truth(), LIVE)).isEqualTo("laptop");
    }

    @Test
    void a_restore_brings_the_keys_of_the_backup_back_and_keeps_what_it_replaces()
            throws Exception {
        String old = create("old");
        String backup = run("backup").out().strip();
        keys("revoke", "old");
        String later = create("later");

        var restore = run("restore", backup);

        assertThat(restore.exit()).as(restore.err()).isZero();
        assertThat(restore.out()).contains(backup + " is in place; `sluice serve`");
        assertThat(query(kept(restore), LIVE)).isEqualTo("later");
        try (var gateway = run()) {
            assertThat(gateway.client(old).get("/v1/models").status()).isEqualTo(200);
            assertThat(gateway.client(later).get("/v1/models").diagnosis())
                    .isEqualTo("KEY-INVALID");
        }
    }

    @Test
    void what_is_no_backup_is_not_restored() throws Exception {
        create("laptop");
        Path other = Files.writeString(folder.resolve("notes.txt"), "no database at all");
        Path database = folder.resolve("other.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("CREATE TABLE a (b)")).isZero();
        }

        for (Path wrong : List.of(other, database)) {
            var refused = run("restore", wrong.toString());
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err())
                    .isEqualTo(
                            wrong
                                    + " is damaged or not a backup of Sluice; nothing was changed. Name a file that `sluice backup` made\n");
        }
        assertThat(run("restore", folder.toString()).err())
                .isEqualTo(folder + " is a folder; name a file that `sluice backup` made\n");
        assertThat(run("restore", "nowhere.db").err())
                .isEqualTo("there is no file nowhere.db; name one that `sluice backup` made\n");

        assertThat(query(truth(), LIVE)).isEqualTo("laptop");
    }

    @Test
    void a_missing_file_is_told_with_the_newest_backup() {
        create("laptop");
        String newest = run("backup").out().strip();

        assertThat(run("restore", "nowhere.db").err())
                .isEqualTo(
                        "there is no file nowhere.db; name one that `sluice backup` made, such as "
                                + newest
                                + "\n");
    }

    @Test
    void a_backup_into_a_folder_that_is_missing_or_a_file_names_it() throws Exception {
        create("laptop");
        Path missing = folder.resolve("a/b");
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(run("backup", missing.resolve("copy.db").toString()).err())
                .isEqualTo("there is no folder " + missing + "; make it, or name another file\n");
        assertThat(run("backup", file.resolve("copy.db").toString()).err())
                .isEqualTo(file + " is a file, not a folder; name another file\n");
    }

    @Test
    void an_admin_token_of_the_database_that_a_restore_replaced_is_told() throws Exception {
        Path token = state.folder().resolve("admin-token");
        create("chief", "--admin");
        String backup = run("backup").out().strip();
        Files.writeString(token, "sk-sluice-of-the-other-database\n");

        var restore = run("restore", backup);

        assertThat(restore.out())
                .contains(
                        token
                                + " was made for what is replaced; if its key is refused now, delete it and make another with: sluice keys create NAME --admin\n");
        Files.delete(token);
        assertThat(run("restore", backup).out()).doesNotContain("admin-token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "keys list", "backup", "reset --yes", "restore x"})
    void a_state_folder_that_is_a_file_is_told(String command) throws Exception {
        Path file = Files.createFile(folder.resolve("state"));

        for (Path place : List.of(file, file.resolve("below"))) {
            var refused = on(place, command.split(" ", -1));

            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err())
                    .isEqualTo(
                            "the state folder "
                                    + place
                                    + " cannot be made: "
                                    + file
                                    + " is a file; move it away, or choose another folder with --data DIR\n");
        }
    }

    @Test
    void a_reset_needs_a_yes() throws Exception {
        create("laptop");

        var reset = run("reset");

        assertThat(reset.exit()).isEqualTo(3);
        assertThat(reset.err()).contains(state.folder().toString(), "`sluice reset --yes`");
        assertThat(query(truth(), LIVE)).isEqualTo("laptop");
    }

    @Test
    void a_reset_begins_anew_and_can_be_taken_back() throws Exception {
        String key = create("laptop");

        var reset = run("reset", "--yes");

        assertThat(reset.exit()).as(reset.err()).isZero();
        assertThat(keys("list").out()).isEmpty();
        run("restore", kept(reset).toString());
        try (var gateway = run()) {
            assertThat(gateway.client(key).get("/v1/models").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "backup, use pg_dump",
        "restore x, stop all gateways and use pg_restore",
        "reset --yes, stop all gateways and use dropdb and createdb"
    })
    void what_a_server_keeps_is_left_to_its_own_tools(String command, String instead)
            throws Exception {
        configure("data: {url: 'postgresql://sluice:secret@db.example/sluice'}\n");

        var refused = run(command.split(" ", -1));

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("PostgreSQL (data.url)", instead);
        assertThat(refused.err()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "keys list", "keys create laptop", "backup"})
    void a_database_of_a_newer_program_is_left_alone(String command) throws Exception {
        execute("UPDATE sluice_schema SET version = '99' WHERE version = '1'");
        byte[] before = Files.readAllBytes(truth());

        var refused = run(command.split(" ", -1));

        assertThat(refused.exit()).isEqualTo(7);
        assertThat(refused.err()).startsWith("SCHEMA-NEWER: ").contains(truth().toString());
        assertThat(Files.readAllBytes(truth())).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys create laptop", "keys list"})
    void a_database_that_nobody_answers_for_is_told(String command) throws Exception {
        configure("data: {url: 'postgresql://sluice:secret@127.0.0.1:9/sluice'}\n");

        var refused = run(command.split(" ", -1));

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err())
                .contains("PostgreSQL at", "does not answer")
                .doesNotContain("secret", "Exception");
    }

    @Test
    @Timeout(60)
    void a_gateway_starts_while_its_database_is_away_and_says_so() throws Exception {
        configure("data: {url: 'postgresql://sluice:secret@127.0.0.1:9/sluice'}\n");
        try (var sluice = SluiceProcess.start(folder, "serve", "--port", "0")) {
            assertThat(sluice.address()).isNotNull();

            sluice.terminate();

            assertThat(sluice.end().out())
                    .contains("the database is away: PostgreSQL at", "/readyz")
                    .doesNotContain("secret@");
        }
    }

    @Test
    void a_folder_that_cannot_be_written_to_is_told() {
        Path place = Path.of("/proc/sluice");

        var refused = on(place, "serve");

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err())
                .contains(place + " cannot be written to", "--data DIR")
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "keys create laptop"})
    void a_secret_key_that_is_none_is_told(String command) throws Exception {
        Files.writeString(state.folder().resolve("secret.key"), "not a key");

        var refused = run(command.split(" ", -1));

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err())
                .contains("secret.key is neither hexadecimal digits nor base64")
                .doesNotContain("Exception");
    }

    private Running run() throws IOException {
        return Running.at(folder.resolve("sluice.yaml"), state.folder());
    }

    private Invocation run(String... words) {
        return on(state.folder(), words);
    }

    private Invocation on(Path data, String... words) {
        var options =
                List.of(
                        "--config",
                        folder.resolve("sluice.yaml").toString(),
                        "--data",
                        data.toString());
        return Invocation.of(
                Stream.concat(Stream.of(words), options.stream()).toArray(String[]::new));
    }

    private Invocation keys(String verb, String... words) {
        return run(Stream.concat(Stream.of("keys", verb), Stream.of(words)).toArray(String[]::new));
    }

    private String create(String name, String... options) {
        var made =
                keys(
                        "create",
                        Stream.concat(Stream.of(name), Stream.of(options)).toArray(String[]::new));
        assertThat(made.exit()).as(made.err()).isZero();
        return made.out().strip();
    }

    private Path truth() {
        return state.folder().resolve("sluice.db");
    }

    /** The file that was named for what a command has replaced. */
    private static Path kept(Invocation command) {
        String line = command.out().lines().toList().getFirst();
        assertThat(line).startsWith("what was there is kept in ");
        return Path.of(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static String query(Path file, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return String.valueOf(rows.getString(1));
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + truth());
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isOne();
        }
    }
}
