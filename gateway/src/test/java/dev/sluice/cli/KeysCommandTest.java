package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.access.Access;
import dev.sluice.access.AccessConfig;
import dev.sluice.access.ApiKeys;
import dev.sluice.access.Caller;
import dev.sluice.access.KeyRing;
import dev.sluice.access.Permission;
import dev.sluice.access.Secrets;
import dev.sluice.access.WrongKeys;
import dev.sluice.app.EarlierGateway;
import dev.sluice.app.Schema;
import dev.sluice.app.StateFolder;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.store.Store;
import dev.sluice.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class KeysCommandTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void create_prints_the_key_alone_for_scripts_and_the_rest_beside_it() {
        var made = keys("create", "laptop");

        assertThat(made.exit()).isZero();
        assertThat(made.out()).matches("sk-sluice-[A-Za-z0-9_-]{43}\\R");
        assertThat(made.err())
                .contains("`laptop`", "models chat", "shown only now", "Authorization: Bearer KEY")
                .doesNotContain("sk-sluice-");
    }

    @Test
    void a_message_repeats_nothing_that_a_terminal_obeys() {
        var refused = keys("create", "a\u009b2J\u202eb\u001b[31m");

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err())
                .contains("`a?2J?b?[31m` cannot be the name")
                .doesNotContain("\u009b", "\u202e", "\u001b");
    }

    @Test
    void list_shows_who_may_what_and_no_key() {
        keys("create", "laptop");
        String webui = keys("create", "webui", "--speaks-for-users", "--reads-status").out();
        keys("create", "chief", "--admin");
        keys("revoke", "laptop");

        var list = keys("list");

        assertThat(list.exit()).isZero();
        assertThat(list.out().lines().findFirst()).get().asString().startsWith("NAME ");
        assertThat(list.out().lines().skip(1).toList())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).matches("laptop .* models chat .* revoked 20.*Z"),
                        line ->
                                assertThat(line)
                                        .matches("webui .* models chat status, for users .* live")
                                        .contains("..." + webui.strip().substring(49)),
                        line ->
                                assertThat(line)
                                        .matches("chief .* models chat status admin .* live"));
        assertThat(list.out()).doesNotContain("sk-sluice-");
    }

    @Test
    void one_line_makes_a_key_with_all_that_open_webui_needs() {
        var made = keys("create", "webui", "--for", "open-webui");
        keys("create", "curl", "--stream-errors", "event");
        keys("create", "careful", "--for", "open-webui", "--stream-errors", "cut");

        assertThat(made.err())
                .contains("may: models chat, for users, open-webui, stream errors: event.");
        assertThat(keys("list").out())
                .containsPattern("webui .* for users, open-webui, stream errors: event .* live")
                .containsPattern("curl .* models chat, stream errors: event .* live")
                .containsPattern("careful .* for users, open-webui, stream errors: cut .* live");
    }

    @Test
    void a_program_or_an_end_that_is_none_is_wrong_usage() {
        var program = keys("create", "webui", "--for", "chatbox");
        var end = keys("create", "webui", "--stream-errors", "none");

        assertThat(program.exit()).isEqualTo(3);
        assertThat(program.err()).contains("nothing special for `chatbox`; write open-webui");
        assertThat(end.exit()).isEqualTo(3);
        assertThat(end.err()).contains("write cut, event or detect");
    }

    @Test
    void a_name_that_is_taken_or_none_is_told() {
        keys("create", "laptop");

        assertThat(keys("create", "laptop").err()).contains("sluice keys revoke laptop");
        assertThat(keys("create", "a b").err()).contains("cannot be the name of a key");
        assertThat(keys("create", "a b").exit()).isEqualTo(2);
    }

    @Test
    void a_name_may_be_of_any_script_and_is_known_however_it_is_composed() {
        assertThat(keys("create", "客服").exit()).isZero();
        assertThat(keys("create", "cafe\u0301").exit()).isZero();

        assertThat(keys("list").out()).containsPattern("客服 .* live");
        assertThat(keys("create", "caf\u00e9").err()).contains("there is a key");
        assertThat(keys("revoke", "caf\u00e9").exit()).isZero();
        assertThat(keys("create", "客 服").err()).contains("cannot be the name of a key");
    }

    @Test
    void what_is_not_there_cannot_be_revoked() {
        keys("create", "desktop");

        var revoked = keys("revoke", "laptop");

        assertThat(revoked.exit()).isEqualTo(2);
        assertThat(revoked.err()).contains("no live key `laptop`", "sluice keys list");
    }

    @Test
    void without_a_verb_it_is_wrong_usage() {
        var wrong = Invocation.of("keys");

        assertThat(wrong.exit()).isEqualTo(3);
        assertThat(wrong.err()).contains("create NAME, list or revoke NAME", "sluice keys --help");
    }

    @Test
    void the_help_shows_a_key_from_making_to_revoking() {
        assertThat(Invocation.of("keys", "--help").out())
                .contains("create", "list", "revoke", "KEY=$(sluice keys create laptop)");
        assertThat(Invocation.of("keys", "create", "--help").out())
                .contains("--speaks-for-users", "--reads-status", "--admin", "--config", "--data");
    }

    @Test
    void beside_a_configuration_the_state_is_where_serve_has_it() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("sluice.yaml"),
                        "upstreams: {a: {type: dify, url: 'http://127.0.0.1:9/v1', key: app-a}}\n");

        assertThat(Invocation.of("keys", "create", "laptop", "--config", file.toString()).exit())
                .isZero();

        assertThat(folder.resolve("data/sluice.db")).exists();
        assertThat(folder.resolve("data/secret.key")).exists();
    }

    @Test
    void beside_keys_whose_secret_key_is_gone_no_other_is_made_until_they_are_revoked()
            throws Exception {
        keys("create", "laptop");
        Path secret = folder.resolve("secret.key");
        Files.delete(secret);

        var refused = keys("create", "desktop");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("another secret key", "put secret.key back");
        assertThat(keys("list").exit()).isZero();
        assertThat(secret).doesNotExist();

        assertThat(keys("revoke", "laptop").exit()).isZero();
        assertThat(keys("create", "desktop").exit()).isZero();
        assertThat(secret).exists();
        assertThat(keys("create", "tablet").exit()).isZero();
    }

    @Test
    void no_file_of_the_state_folder_holds_a_key() throws Exception {
        String live = keys("create", "laptop").out().strip();
        String revoked = keys("create", "desktop").out().strip();
        keys("revoke", "desktop");

        try (var store = open()) {
            assertThat(everything()).contains("laptop");
            assertThat(store.embedded()).isTrue();
        }

        assertThat(everything())
                .contains("laptop", "desktop")
                .doesNotContain(live.substring(0, 20), live.substring(14))
                .doesNotContain(revoked.substring(0, 20), revoked.substring(14));
    }

    @Test
    void a_running_gateway_takes_and_refuses_keys_of_another_process() throws Exception {
        try (var held = StateFolder.open(folder);
                var store = open();
                var ring = KeyRing.open(keys(store), InstantSource.system())) {
            var access =
                    new Access(
                            AccessConfig.of(AccessConfig.Mode.KEYS),
                            secrets(),
                            ring,
                            new WrongKeys(System::nanoTime));

            String key = process("create", "laptop").lines().toList().getFirst();
            assertThat(isKnown(access, key)).isTrue();
            assertThat(access.identify("Bearer " + key, ""))
                    .isEqualTo(
                            new Caller(
                                    "laptop", Set.of(Permission.MODELS, Permission.CHAT), false));

            process("revoke", "laptop");
            await().until(() -> !isKnown(access, key));
            assertThat(held.path()).isEqualTo(folder);
        }
    }

    @Test
    void below_a_running_gateway_of_an_earlier_version_nothing_is_migrated() throws Exception {
        keys("create", "laptop");
        execute("DELETE FROM sluice_schema WHERE version = '1'");

        try (var held = StateFolder.open(folder)) {
            var refused = keys("create", "desktop");

            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err())
                    .startsWith("a gateway of an earlier version runs on " + held.path());
            assertThat(EarlierGateway.runsOn(folder)).isTrue();
        }
    }

    @Test
    void without_a_running_gateway_the_database_of_an_earlier_version_is_migrated() {
        Store.open(folder, StoreConfig.DEFAULT, List.of(), List.of(), InstantSource.system())
                .close();

        assertThat(keys("create", "laptop").exit()).isZero();
    }

    private Invocation keys(String... args) {
        return Invocation.of(
                Stream.of(List.of("keys"), List.of(args), List.of("--data", folder.toString()))
                        .flatMap(List::stream)
                        .toArray(String[]::new));
    }

    private String process(String verb, String name) throws Exception {
        try (var process =
                SluiceProcess.start(folder, "keys", verb, name, "--data", folder.toString())) {
            var end = process.end();
            assertThat(end.exit()).as(end.out()).isZero();
            return end.out();
        }
    }

    private static boolean isKnown(Access access, String key) {
        try {
            access.identify(key, "");
            return true;
        } catch (ChatFailedException _) {
            return false;
        }
    }

    private Store open() {
        return Store.open(
                folder, StoreConfig.DEFAULT, Schema.truth(), Schema.flow(), InstantSource.system());
    }

    private ApiKeys keys(Store store) {
        return new ApiKeys(store.truth(), secrets(), InstantSource.system(), new Random(1));
    }

    private Secrets secrets() {
        return Secrets.open(folder, "", new Random(2));
    }

    private void execute(String sql) throws Exception {
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sluice.db"));
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isOne();
        }
    }

    private String everything() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, ISO_8859_1));
            }
        }
        return all.toString();
    }
}
