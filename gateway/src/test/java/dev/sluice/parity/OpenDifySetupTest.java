package dev.sluice.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.access.ApiKey;
import dev.sluice.access.ApiKeys;
import dev.sluice.access.Grants;
import dev.sluice.access.Secrets;
import dev.sluice.app.Schema;
import dev.sluice.app.StateFolder;
import dev.sluice.compat.opendify.OpenDifyFormat;
import dev.sluice.config.Configuration;
import dev.sluice.config.InvalidConfiguration;
import dev.sluice.config.Overrides;
import dev.sluice.config.SluiceConfig;
import dev.sluice.registry.UpstreamConfig;
import dev.sluice.store.Migration;
import dev.sluice.store.Store;
import dev.sluice.store.StoreConfig;
import dev.sluice.store.StoreException;
import dev.sluice.testing.Answer;
import dev.sluice.testing.TestGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was wrong with how OpenDify starts and what it keeps, by the numbers of its defects. */
final class OpenDifySetupTest {
    private static final Migration ITEMS =
            new Migration(1, "items", "CREATE TABLE item (id TEXT PRIMARY KEY)");
    private static final Migration NOTES =
            new Migration(2, "notes", "ALTER TABLE item ADD COLUMN note TEXT");
    private static final Migration FAULTY =
            new Migration(2, "faulty", "DELETE FROM item; INSERT INTO nowhere VALUES (1)");

    @TempDir private Path folder = Path.of("");

    @Test
    void b10_an_upgrade_keeps_the_data() {
        keepOneItem();

        try (var store = open(ITEMS, NOTES)) {
            assertThat(items(store)).containsExactly("kept");
        }
    }

    @Test
    void b10_an_upgrade_that_fails_keeps_the_data_too() {
        keepOneItem();

        assertThatThrownBy(() -> open(ITEMS, FAULTY)).isInstanceOf(StoreException.class);
        try (var store = open(ITEMS)) {
            assertThat(items(store)).containsExactly("kept");
        }
    }

    @Test
    void b12_a_write_that_meets_the_lock_of_another_program_waits_for_it() throws Exception {
        try (var gateway = TestGateway.with().start();
                var other =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + gateway.folder().resolve("sluice.db"));
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            var creation =
                    new FutureTask<>(() -> gateway.gateway().keys().create("late", Grants.CHAT));
            Thread writer = Thread.startVirtualThread(creation);
            await().until(() -> writer.getState() != Thread.State.NEW && !isRunning(writer));
            assertThat(creation.isDone()).isFalse();

            statement.execute("COMMIT");

            assertThat(creation.get().key()).isNotEmpty();
        }
    }

    private static boolean isRunning(Thread thread) {
        return thread.getState() == Thread.State.RUNNABLE;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DIFY_API_BASE=\n", "DIFY_API_BASE=''\n"})
    void b16_without_a_base_url_no_key_goes_anywhere(String line) {
        assertThat(problems(line + "MODEL_CONFIG={\"bot\":\"app-1\"}\nVALID_API_KEYS=k\n"))
                .contains("DIFY_API_BASE is not set or empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "7.5",
                "null",
                "true",
                "[]",
                "[\"app-1\"]",
                "{}",
                "{\"key\":\"app-1\"}"
            })
    void b17_a_key_that_is_no_text_is_told_with_its_place(String key) {
        assertThat(
                        problems(
                                "DIFY_API_BASE=https://dify.example/v1\nMODEL_CONFIG={\"bot\": %s}\n"
                                        .formatted(key)))
                .contains(".env:2:")
                .contains("MODEL_CONFIG");
    }

    @Test
    void b20_what_is_kept_is_there_after_a_restart() {
        try (var store = openWhole()) {
            var _ = keys(store).create("front-end", Grants.CHAT);
        }

        try (var store = openWhole()) {
            assertThat(keys(store).list()).extracting(ApiKey::name).containsExactly("front-end");
        }
    }

    @Test
    void b21_quotes_around_values_are_not_part_of_them() throws IOException {
        var config =
                load(
                        """
                        DIFY_API_BASE="https://dify.example/v1"
                        MODEL_CONFIG='{"bot":"app-1","tutor":"app-2"}'
                        VALID_API_KEYS="sk-1"
                        SERVER_PORT="5001"
                        """);

        assertThat(config.upstreams())
                .extracting(UpstreamConfig::model)
                .containsExactly("bot", "tutor");
        assertThat(config.upstreams())
                .extracting(upstream -> upstream.url().toString())
                .containsOnly("https://dify.example/v1");
        assertThat(config.access().keys()).singleElement().extracting("key").isEqualTo("sk-1");
        assertThat(config.server().listen().getFirst().port()).isEqualTo(5001);
    }

    @Test
    void b24_a_gateway_without_models_is_not_ready() throws Exception {
        try (var gateway = TestGateway.with().drain(Duration.ofSeconds(30)).start();
                var client = gateway.client()) {
            Answer answer = client.get("/readyz").answer();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("no model");
            // Whoever asked is waited for until he has heard that it ends.
            Thread closing = Thread.startVirtualThread(gateway.gateway()::close);
            await().until(() -> client.get("/readyz").answer().body().contains("draining"));
            closing.join();
        }
    }

    @Test
    void b27_a_state_folder_that_cannot_be_written_to_is_told_with_what_to_do() throws IOException {
        Path data = Files.writeString(folder.resolve("data"), "no folder");

        assertThatThrownBy(() -> StateFolder.open(data))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(data.toString(), "is a file", "--data DIR");
    }

    private void keepOneItem() {
        try (var store = open(ITEMS)) {
            store.truth().write(handle -> handle.execute("INSERT INTO item VALUES ('kept')"));
        }
    }

    private Store open(Migration... truth) {
        return Store.open(
                folder,
                StoreConfig.DEFAULT,
                List.of(truth),
                List.of(ITEMS),
                TestGateway.FIXED_CLOCK);
    }

    private static List<String> items(Store store) {
        return store.truth()
                .read(handle ->
                        handle.createQuery("SELECT id FROM item").mapTo(String.class).list());
    }

    private Store openWhole() {
        return Store.open(
                folder,
                StoreConfig.DEFAULT,
                Schema.truth(),
                Schema.flow(),
                TestGateway.FIXED_CLOCK);
    }

    private ApiKeys keys(Store store) {
        var chance = new Random(1);
        var secrets = Secrets.open(folder, "", chance);
        return new ApiKeys(store.truth(), secrets, TestGateway.FIXED_CLOCK, chance);
    }

    private String problems(String env) {
        return catchThrowableOfType(InvalidConfiguration.class, () -> load(env))
                .problems()
                .toString();
    }

    private SluiceConfig load(String env) throws IOException {
        Path file = Files.writeString(folder.resolve(".env"), env);
        return Configuration.at(file, Overrides.NONE, Map.of())
                .importing(new OpenDifyFormat())
                .load();
    }
}
