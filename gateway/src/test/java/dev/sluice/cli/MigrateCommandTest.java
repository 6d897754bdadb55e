package dev.sluice.cli;

import static dev.sluice.testing.OldOpenDify.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.Schema;
import dev.sluice.app.StateFolder;
import dev.sluice.conversation.Unclaimed;
import dev.sluice.store.Store;
import dev.sluice.store.StoreConfig;
import dev.sluice.testing.OldOpenDify;
import dev.sluice.testing.TestPostgres;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class MigrateCommandTest {
    @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

    private static final String KEY = "app-0123456789abcdef";
    private static final String ENV =
            """
            DIFY_API_BASE=http://127.0.0.1:1/v1
            MODEL_CONFIG={"support":"%s"}
            VALID_API_KEYS=key-of-a-client
            """
                    .formatted(KEY);

    @TempDir private Path folder = Path.of("");
    private OldOpenDify old = new OldOpenDify(Path.of(""));

    @BeforeEach
    void begin() {
        old = new OldOpenDify(folder);
    }

    private Invocation migrate(String... options) {
        return Invocation.of(
                Stream.concat(
                                Stream.of("migrate", "opendify", folder.toString()),
                                Stream.of(options))
                        .toArray(String[]::new));
    }

    private static List<String> unclaimed(Path state, String url, int chats) {
        try (var store =
                Store.open(
                        state,
                        new StoreConfig("", url),
                        Schema.truth(),
                        Schema.flow(),
                        InstantSource.system())) {
            var unclaimed = new Unclaimed(store.truth(), InstantSource.system());
            return Stream.iterate(0, number -> number < chats, number -> number + 1)
                    .map(number -> unclaimed.find("chat-" + number).orElse("none"))
                    .toList();
        }
    }

    private List<String> unclaimed(int chats) {
        return unclaimed(folder.resolve("data"), "", chats);
    }

    @Test
    void without_a_key_one_is_made_for_the_front_end_and_shown_with_its_url() throws Exception {
        Path docker = Files.createDirectory(folder.resolve("docker"));
        Path env = docker.resolve(".env");
        Files.writeString(
                env,
                """
                DIFY_API_BASE=http://127.0.0.1:9/v1
                MODEL_CONFIG={"客服":"app-1"}
                SERVER_HOST=0.0.0.0
                SERVER_PORT=5007
                """);
        String directory = docker.toString();

        var trial = Invocation.of("migrate", "opendify", directory, "--dry-run");
        var done = Invocation.of("migrate", "opendify", directory);
        var again = Invocation.of("migrate", "opendify", directory);

        assertThat(trial.out()).contains("would make a key for Open WebUI");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.out())
                .containsPattern("(?m)^  sk-sluice-[A-Za-z0-9_-]{43}$")
                .containsPattern(
                        "(?m)^  http://[^ /:]+:5007/v1 .*http://host.docker.internal:5007/v1")
                .doesNotContain("sluice keys create");
        assertThat(again.exit()).isZero();
        assertThat(again.out())
                .doesNotContain("sk-sluice-", "that key")
                .contains("clients have a key already", "sluice keys create ");
        assertThat(Invocation.of("migrate", "opendify", directory, "--dry-run").out())
                .doesNotContain("would make a key")
                .contains("clients have a key already");
        assertThat(env.resolveSibling("sluice.yaml"))
                .content()
                .doesNotContain("VALID_API_KEYS is not set");
        String yaml = env.resolveSibling("sluice.yaml").toString();
        assertThat(Invocation.of("config", "check", "--config", yaml).exit()).isZero();
        assertThat(Invocation.of("keys", "list", "--config", yaml).out())
                .containsOnlyOnce("open-webui ");
    }

    @Test
    void configuration_and_conversations_are_taken_over_and_what_to_do_next_is_told()
            throws Exception {
        old.with(".env", ENV).remembering(2);

        var migration = migrate("--offline");

        Path yaml = folder.resolve("sluice.yaml");
        assertThat(migration.exit()).as(migration.err()).isZero();
        assertThat(migration.out())
                .contains(
                        "data/conversation_mappings.db: 2 conversations",
                        "wrote " + yaml,
                        "imported 2 conversations into " + folder.resolve("data"),
                        "0 were there already",
                        "Dify was not asked",
                        "sluice serve --config " + yaml,
                        "sluice keys create open-webui --for open-webui",
                        "ENABLE_FORWARD_USER_INFO_HEADERS=true")
                .doesNotContain(KEY, "key-of-a-client", "left out");
        assertThat(unclaimed(3)).containsExactly(conversation(0), conversation(1), "none");
        assertThat(yaml).content().contains(KEY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(yaml)))
                .isEqualTo("rw-------");
        assertThat(Invocation.of("config", "check", "--config", yaml.toString()).out())
                .endsWith("sluice.yaml is sound\n");
    }

    @Test
    void how_many_are_old_and_what_keeps_them_is_said_before_and_after() throws Exception {
        old.with(".env", ENV).remembering(2);

        assertThat(migrate("--offline", "--dry-run").out())
                .contains("2 of them were not used for 30 days", "retention: off");
        assertThat(migrate("--offline").out())
                .contains("2 of them were not used for 30 days", "They count from this import");

        Files.writeString(
                folder.resolve("sluice.yaml"),
                Files.readString(folder.resolve("sluice.yaml"))
                        + "\nconversations: {retention: off}\n");
        assertThat(migrate("--offline").out()).doesNotContain("were not used for");
    }

    @Test
    void many_conversations_arrive_in_batches_whole() throws Exception {
        old.with(".env", ENV).remembering(2_345);

        assertThat(migrate("--offline").out()).contains("imported 2,345 conversations");

        assertThat(unclaimed(2_346)).doesNotHaveDuplicates().endsWith(conversation(2_344), "none");
    }

    @Test
    void a_second_time_changes_nothing() throws Exception {
        old.with(".env", ENV).remembering(3);
        migrate("--offline");
        String yaml = Files.readString(folder.resolve("sluice.yaml"));

        var again = migrate("--offline");

        assertThat(again.exit()).isZero();
        assertThat(again.out())
                .contains("imported 0 conversations", "3 were there already", "says the same as");
        assertThat(folder.resolve("sluice.yaml")).hasContent(yaml);
    }

    @Test
    void the_folder_may_be_named_otherwise_a_second_time() throws Exception {
        old.with(".env", ENV + "CONVERSATION_MEMORY_MODE=2\nROOT_PASSWORD=x\n");
        migrate("--offline");

        for (Path other :
                List.of(
                        folder.resolve("."),
                        folder.resolve("../" + folder.getFileName()),
                        Path.of("").toAbsolutePath().relativize(folder))) {
            var again = Invocation.of("migrate", "opendify", other.toString(), "--offline");

            assertThat(again.out()).contains("says the same as").doesNotContain("--force");
        }
    }

    @Test
    void conversations_of_default_user_are_left_out() throws Exception {
        try (var dify = SimulatedDify.start(0).app(SimulatedApp.chat(KEY))) {
            OldOpenDify.chat(dify, KEY, "open_webui_default_user", 101);
            var theirs = dify.conversations();
            old.with(".env", ENV.replace("http://127.0.0.1:1/v1", dify.url().toString()))
                    .remembering("chat-0", theirs.getFirst().id(), 100)
                    .remembering("chat-1", conversation(1), 100)
                    .remembering("chat-2", theirs.getLast().id(), 100);

            var migration = migrate();

            assertThat(migration.out())
                    .contains("imported 1 conversations", "left out: 2 that belong to default_user")
                    .doesNotContain("cannot be asked", KEY);
            assertThat(unclaimed(3)).containsExactly("none", conversation(1), "none");
        }
    }

    @Test
    void when_dify_is_away_it_goes_on_and_says_so() throws Exception {
        old.with(".env", ENV).remembering(1);

        var migration = migrate();

        assertThat(migration.exit()).isZero();
        assertThat(migration.out())
                .contains(
                        "Dify cannot be asked: support at http://127.0.0.1:1/v1: ConnectException",
                        "that is harmless",
                        "imported 1 conversations")
                .doesNotContain(KEY);
    }

    @Test
    void a_dry_run_says_what_would_be_and_writes_nothing() throws Exception {
        old.with(".env", ENV).remembering(2).with("session_map.json", "{\"u:jo\":\"x\"}");
        var before = old.files();

        var run = migrate("--dry-run", "--offline");

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains(
                        "would write " + folder.resolve("sluice.yaml"),
                        "would import 2 conversations",
                        "left out: 1 that are kept for a user (u:)");
        assertThat(old.files()).isEqualTo(before);
    }

    @Test
    void a_dry_run_replaces_nothing_either() throws Exception {
        old.with(".env", ENV).with("sluice.yaml", "# mine\n");
        var before = old.files();

        assertThat(migrate("--dry-run", "--force").out()).contains("would replace ");

        assertThat(old.files()).isEqualTo(before);
    }

    @Test
    void a_configuration_that_is_there_is_replaced_only_by_force() {
        old.with(".env", ENV).with("sluice.yaml", "# mine\n");

        assertThat(migrate().out()).contains("is kept as it is; --force replaces it");
        assertThat(folder.resolve("sluice.yaml")).hasContent("# mine\n");

        assertThat(migrate("--force").out()).contains("replaced " + folder.resolve("sluice.yaml"));
        assertThat(folder.resolve("sluice.yaml")).content().contains(KEY);
    }

    @Test
    void the_state_is_where_the_new_configuration_has_it() throws Exception {
        Path home = folder.resolve("home");
        old.with(".env", ENV).remembering(1);

        var migration = migrate("--offline", "--to", home.resolve("gate.yaml").toString());

        assertThat(migration.exit()).as(migration.err()).isZero();
        assertThat(unclaimed(home.resolve("data"), "", 1)).containsExactly(conversation(0));
        assertThat(folder.resolve("data/sluice.db")).doesNotExist();
        assertThat(folder.resolve("sluice.yaml")).doesNotExist();
    }

    @Test
    void conversations_alone_go_where_data_says() throws Exception {
        old.remembering(1);
        Path state = folder.resolve("state");

        var migration = migrate("--data", state.toString());

        assertThat(migration.exit()).as(migration.err()).isZero();
        assertThat(migration.out())
                .contains("no .env to ask Dify with", "sluice serve --data " + state + "\n");
        assertThat(unclaimed(state, "", 1)).containsExactly(conversation(0));
    }

    @Test
    void conversations_alone_without_a_place_to_go_are_told() throws Exception {
        old.remembering(1);

        var migration = migrate();

        assertThat(migration.exit()).isEqualTo(6);
        assertThat(migration.err()).contains("there is no sluice.yaml and no .env here");
    }

    @Test
    void postgres_is_filled_when_the_configuration_names_it() throws Exception {
        String url = POSTGRES.newDatabase();
        old.with(".env", ENV + "SLUICE_DATA_URL=" + url + "\n").remembering(1_500);

        var migration = migrate("--offline");

        assertThat(migration.exit()).as(migration.err()).isZero();
        assertThat(migration.out())
                .contains("imported 1,500 conversations into the PostgreSQL of data.url")
                .doesNotContain("postgres:postgres");
        assertThat(unclaimed(folder.resolve("other"), url, 1_500)).doesNotContain("none");
        assertThat(migrate("--offline").out()).contains("1,500 were there already");
    }

    @Test
    void beside_a_running_gateway_it_works_too() throws Exception {
        old.with(".env", ENV).remembering(1);
        migrate("--offline");
        old.remembering("chat-1", conversation(1), 100);

        try (var held = StateFolder.open(folder.resolve("data"))) {
            assertThat(migrate("--offline").exit()).isZero();
            assertThat(held.path()).exists();
        }

        assertThat(unclaimed(2)).containsExactly(conversation(0), conversation(1));
    }

    @Test
    void without_any_conversation_the_places_are_told() {
        old.with(".env", ENV);

        var migration = migrate();

        assertThat(migration.exit()).isZero();
        assertThat(migration.out())
                .contains(
                        "no conversations to take over",
                        folder.resolve("session_map.json").toString());
    }

    @Test
    void a_folder_without_an_open_dify_is_told() {
        var migration = migrate();

        assertThat(migration.exit()).isEqualTo(2);
        assertThat(migration.err())
                .contains(
                        folder.resolve(".env").toString(),
                        old.database().toString(),
                        "sluice migrate opendify DIR");
        assertThat(migration.out()).isEmpty();
    }

    @Test
    void a_broken_file_is_told_before_anything_is_written() throws Exception {
        old.with(".env", ENV).remembering(500);
        try (var file = new RandomAccessFile(old.database().toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        var before = old.files();

        var migration = migrate();

        assertThat(migration.exit()).isEqualTo(2);
        assertThat(migration.err()).contains(old.database().toString(), "nothing was taken over");
        assertThat(old.files()).isEqualTo(before);
    }

    @Test
    void a_configuration_that_serve_would_refuse_is_refused() throws Exception {
        old.with(".env", ENV.replace("DIFY_API_BASE", "#")).remembering(1);
        var before = old.files();

        var migration = migrate();

        assertThat(migration.exit()).isEqualTo(6);
        assertThat(migration.err()).contains("DIFY_API_BASE");
        assertThat(old.files()).isEqualTo(before);
    }

    @Test
    void a_place_that_cannot_be_written_is_told() {
        old.with(".env", ENV).with("file", "");

        var migration = migrate("--to", folder.resolve("file/sluice.yaml").toString());

        assertThat(migration.exit()).isEqualTo(2);
        assertThat(migration.err()).contains("cannot be written", "--to FILE");
    }
}
