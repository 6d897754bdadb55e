package dev.sluice.continuity;

import static dev.sluice.continuity.FrontEnd.way;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.Grants;
import dev.sluice.testing.Question;
import dev.sluice.testing.StoppablePostgres;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is started while its database is away. */
@Timeout(180)
final class AwayAtStartTest {
    private static final SimulatedApp APP =
            SimulatedApp.chat("app-guide").named("guide").saying("The Andes.");
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir private Path data = Path.of("");
    private StoppablePostgres postgres;

    @BeforeEach
    void start() throws IOException {
        postgres = StoppablePostgres.in(data);
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
    }

    @Test
    void it_answers_and_becomes_whole_and_brings_the_database_what_happened_meanwhile()
            throws Exception {
        postgres.stop();
        try (var gateway = TestGateway.with(APP).database(postgres.url()).start()) {
            FrontEnd chat = FrontEnd.chatting(gateway, "guide", "begun-without");
            assertThat(way(chat.says("One?"))).isEqualTo("new");
            assertThat(way(chat.says("Two?"))).isEqualTo("continued");
            assertThat(readiness(gateway)).contains("keys: ", "conversations: ");

            postgres.startAgain();

            // Nothing was in it: the steps of the schema are taken now.
            await().atMost(LONG).until(() -> readiness(gateway).equals("ready\n"));
            gateway.gateway().keys().create("laptop", Grants.CHAT);
            try (var other = TestGateway.with(APP).database(postgres.url()).start()) {
                assertThat(other.gateway().keys().list()).hasSize(1);
            }
            assertThat(gateway.metric("sluice_conversations_waiting")).isZero();
            assertThat(way(chat.says("Three?"))).isEqualTo("continued");
        }
    }

    @Test
    void a_key_that_only_the_database_knows_is_not_called_wrong() throws Exception {
        try (var before = TestGateway.with(APP).database(postgres.url()).start()) {
            var made = before.gateway().keys().create("phone", Grants.CHAT);
            postgres.stop();
            try (var gateway =
                    TestGateway.with(APP)
                            .database(postgres.url())
                            .access(AccessConfig.of(AccessConfig.Mode.KEYS))
                            .start()) {
                var question = Question.to("guide").header("Authorization", "Bearer " + made.key());
                assertThat(gateway.ask(question).diagnosis()).isEqualTo("KEYS-UNREADABLE");
            }
        }
    }

    private static String readiness(TestGateway gateway) {
        try (var client = gateway.client().get("/readyz")) {
            return client.answer().body();
        }
    }
}
