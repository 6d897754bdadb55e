package dev.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.StoppablePostgres;
import dev.sluice.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a server can do: be elsewhere, refuse, go away and come back. */
final class PostgresTest {
    @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

    @TempDir Path folder;

    private StoreException refused(String url) {
        return catchThrowableOfType(
                StoreException.class, () -> new Scene(folder, url).open().close());
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://ann:p%40ss%2B1@db:6543/gate?sslmode=require, jdbc:postgresql://db:6543/gate?sslmode=require, ann, p@ss+1",
        "postgres://ann@db/gate, jdbc:postgresql://db/gate, ann, ''",
        "'postgresql://one:5432,two:5432/gate', 'jdbc:postgresql://one:5432,two:5432/gate', '', ''",
        "postgresql://[::1]:5432/gate, jdbc:postgresql://[::1]:5432/gate, '', ''",
        "jdbc:postgresql://db/gate?user=ann, jdbc:postgresql://db/gate?user=ann, '', ''"
    })
    void addresses_are_read_in_both_forms(String url, String jdbc, String user, String password) {
        var address = PostgresAddress.of(url);

        assertThat(address.jdbc()).isEqualTo(jdbc);
        assertThat(address.user()).isEqualTo(user);
        assertThat(address.password()).isEqualTo(password);
    }

    @ParameterizedTest
    @CsvSource({"mysql://db/x:canary", "postgresql://ann:canary@db", "postgresql://a:can/ary@db/x"})
    void an_address_that_cannot_be_read_is_not_repeated(String url) {
        var refused = refused(url);

        assertThat(refused.kind()).isEqualTo(StoreException.Kind.MISCONFIGURED);
        assertThat(refused).hasMessageContaining("percent").hasMessageNotContaining("ary");
    }

    @Test
    void an_address_shows_no_password() {
        assertThat(PostgresAddress.of("postgresql://ann:canary@db/gate?x=1"))
                .hasToString("db/gate");
        assertThat(PostgresAddress.of("jdbc:postgresql://ann:canary@db/gate?password=canary"))
                .hasToString("db/gate");
    }

    @Test
    void the_drivers_own_form_of_an_address_works() {
        String url =
                POSTGRES.newDatabase()
                        .replace("postgresql://postgres:postgres@", "jdbc:postgresql://");
        try (var store = new Scene(folder, url + "?user=postgres&password=x").open()) {
            assertThat(Scene.ids(store.truth())).isEmpty();
        }
    }

    @Test
    void a_database_that_is_missing_is_named() {
        var refused = refused(POSTGRES.newDatabase() + "x");

        assertThat(refused.kind()).isEqualTo(StoreException.Kind.MISCONFIGURED);
        assertThat(refused).hasMessageContaining("createdb");
    }

    @Test
    void a_server_that_is_away_at_the_start_is_told_without_the_password() {
        var refused = refused("postgresql://ann:canary@localhost:1/gate");

        assertThat(refused.kind()).isEqualTo(StoreException.Kind.AWAY);
        assertThat(refused)
                .hasMessageContaining("localhost:1/gate")
                .hasMessageNotContaining("canary");
    }

    @Test
    void a_statement_that_takes_too_long_is_ended() {
        Limits patient = Scene.patient();
        var hasty =
                new Limits(
                        patient.queue(),
                        patient.entry(),
                        Duration.ofMillis(1_500),
                        patient.lock(),
                        patient.closing());
        try (var store = new Scene(folder, POSTGRES.newDatabase()).open(hasty)) {
            var refused =
                    catchThrowableOfType(
                            StoreException.class,
                            () ->
                                    store.truth()
                                            .read(handle ->
                                                    handle.createQuery(
                                                                    "SELECT 1 FROM pg_sleep(600)")
                                                            .mapTo(Integer.class)
                                                            .one()));

            assertThat(refused.kind()).isEqualTo(StoreException.Kind.BUSY);
        }
    }

    @Test
    void a_pool_that_is_used_up_refuses_after_the_deadline() throws InterruptedException {
        Limits patient = Scene.patient();
        var hasty =
                new Limits(
                        patient.queue(),
                        Duration.ofSeconds(1),
                        patient.result(),
                        patient.lock(),
                        patient.closing());
        var release = new CountDownLatch(1);
        var begun = new CountDownLatch(8);
        try (var store = new Scene(folder, POSTGRES.newDatabase()).open(hasty)) {
            for (int holder = 0; holder < 8; holder++) {
                var _ = Scene.Call.begin(() -> store.truth().read(_ -> hold(begun, release)));
            }
            begun.await();

            var refused =
                    catchThrowableOfType(
                            StoreException.class, () -> store.truth().read(Scene::count));

            assertThat(refused.kind()).isEqualTo(StoreException.Kind.BUSY);
            release.countDown();
            assertThat(Scene.ids(store.truth())).isEmpty();
        }
    }

    private static int hold(CountDownLatch begun, CountDownLatch release) {
        begun.countDown();
        try {
            release.await();
            return 0;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Has a server of its own, so that no other test loses its. */
    @Test
    void a_server_that_went_away_is_used_again_when_it_is_back(@TempDir Path data)
            throws IOException {
        try (var server = StoppablePostgres.in(data);
                var store = new Scene(folder, server.url()).open()) {
            store.truth().write(handle -> Scene.insert(handle, "before"));
            server.stop();

            var refused =
                    catchThrowableOfType(
                            StoreException.class,
                            () -> store.truth().write(handle -> Scene.insert(handle, "during")));

            assertThat(refused.kind()).isEqualTo(StoreException.Kind.AWAY);
            store.flow().write(handle -> Scene.insert(handle, "flow goes on"));
            server.startAgain();
            await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptionsInstanceOf(StoreException.class)
                    .until(() -> Scene.ids(store.truth()).equals(List.of("before")));
            store.truth().write(handle -> Scene.insert(handle, "after"));
        }
    }
}
