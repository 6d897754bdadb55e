package dev.sluice.continuity;

import static dev.sluice.continuity.FrontEnd.way;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.access.AccessConfig;
import dev.sluice.testing.Answer;
import dev.sluice.testing.StandardError;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway that loses its state folder, or one of its threads, says so and goes on. */
@Timeout(60)
final class LostStateTest {
    private static final SimulatedApp APP =
            SimulatedApp.chat("app-guide").named("guide").saying("The Andes.");
    private static final String WARNING = "x-sluice-warning";

    /** It is noticed within 5 s on a machine that has time. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Answer readiness(TestGateway gateway) {
        try (var client = gateway.client().get("/readyz")) {
            return client.answer();
        }
    }

    @Test
    void a_folder_that_is_gone_is_said_and_chats_go_on_and_know_it_until_it_is_back()
            throws IOException {
        try (var gateway = TestGateway.of(APP)) {
            FrontEnd known = FrontEnd.chatting(gateway, "guide", "known");
            assertThat(known.says("One?").header(WARNING)).isEmpty();
            Path away = gateway.folder().resolveSibling(gateway.folder().getFileName() + "-away");

            Files.move(gateway.folder(), away);

            await().atMost(SOON).until(() -> readiness(gateway).status() == 503);
            assertThat(readiness(gateway).body())
                    .startsWith("not ready\nstate: ")
                    .contains(gateway.folder().toString(), "put the folder");
            Answer goesOn = known.says("Two?");
            assertThat(way(goesOn)).isEqualTo("continued");
            assertThat(goesOn.header(WARNING)).contains("CONVERSATION-UNSAVED");
            FrontEnd fresh = FrontEnd.chatting(gateway, "guide", "fresh");
            Answer begun = fresh.says("One?");
            assertThat(begun.status()).isEqualTo(200);
            assertThat(begun.header(WARNING)).contains("CONVERSATION-UNSAVED");
            Answer second = fresh.says("Two?");
            assertThat(way(second)).isEqualTo("continued");
            assertThat(second.header(WARNING)).contains("CONVERSATION-UNSAVED");

            Files.move(away, gateway.folder());

            await().atMost(SOON).until(() -> readiness(gateway).body().equals("ready\n"));
            assertThat(known.says("Three?").header(WARNING)).isEmpty();
            gateway.restart();
            assertThat(way(fresh.says("Three?"))).isEqualTo("continued");
        }
    }

    @Test
    void a_log_of_the_database_that_is_deleted_is_said() throws IOException {
        try (var gateway = TestGateway.of(APP)) {
            FrontEnd chat = FrontEnd.chatting(gateway, "guide", "known");
            assertThat(chat.says("One?").header(WARNING)).isEmpty();

            Files.delete(gateway.folder().resolve("sluice.db-wal"));
            Files.delete(gateway.folder().resolve("sluice.db-shm"));

            await().atMost(SOON).until(() -> readiness(gateway).status() == 503);
            assertThat(readiness(gateway).body()).contains("sluice.db-wal");
            assertThat(chat.says("Two?").header(WARNING)).contains("CONVERSATION-UNSAVED");
        }
    }

    @Test
    void records_that_are_deleted_leave_the_gateway_ready() throws IOException {
        try (var gateway = TestGateway.of(APP);
                var error = new StandardError()) {
            Files.delete(gateway.folder().resolve("flow.db"));

            await().atMost(SOON).until(() -> error.text().contains("flow.db"));
            assertThat(readiness(gateway).status()).isEqualTo(200);
            FrontEnd chat = FrontEnd.chatting(gateway, "guide", "fresh");
            assertThat(chat.says("One?").header(WARNING)).isEmpty();
        }
    }

    @Test
    void chats_go_on_beside_a_database_that_was_emptied_and_it_is_said() throws IOException {
        try (var gateway = TestGateway.of(APP)) {
            FrontEnd chat = FrontEnd.chatting(gateway, "guide", "known");
            assertThat(chat.says("One?").status()).isEqualTo(200);

            Files.write(gateway.folder().resolve("sluice.db"), new byte[0]);
            Files.write(gateway.folder().resolve("sluice.db-wal"), new byte[0]);

            assertThat(chat.says("Two?").status()).isEqualTo(200);
            await().atMost(SOON).until(() -> readiness(gateway).status() == 503);
            assertThat(readiness(gateway).body()).contains("sluice.db is damaged");
            assertThat(way(chat.says("Three?"))).isEqualTo("continued");
            assertThat(FrontEnd.chatting(gateway, "guide", "fresh").says("One?").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_secret_key_that_is_deleted_is_said_and_chats_are_saved() throws IOException {
        try (var gateway = TestGateway.of(APP)) {
            Files.delete(gateway.folder().resolve("secret.key"));

            await().atMost(SOON).until(() -> readiness(gateway).status() == 503);
            assertThat(readiness(gateway).body()).contains("secret.key");
            FrontEnd chat = FrontEnd.chatting(gateway, "guide", "fresh");
            assertThat(chat.says("One?").header(WARNING)).isEmpty();
        }
    }

    @Test
    void where_the_folder_is_tells_it_only_to_those_who_may_see_the_state() throws IOException {
        try (var gateway =
                TestGateway.with(APP).access(AccessConfig.of(AccessConfig.Mode.KEYS)).start()) {
            Path database = gateway.folder().resolve("sluice.db");
            Files.move(database, gateway.folder().resolve("elsewhere"));

            await().atMost(SOON).until(() -> readiness(gateway).status() == 503);
            assertThat(readiness(gateway).body())
                    .contains("state: the state folder cannot be used")
                    .doesNotContain(gateway.folder().toString());
        }
    }

    @Test
    void a_thread_that_ended_makes_the_gateway_not_ready() {
        Set<Thread> others = threads();
        try (var gateway = TestGateway.of(APP)) {
            assertThat(readiness(gateway).status()).isEqualTo(200);

            threads().stream().filter(one -> !others.contains(one)).forEach(Thread::interrupt);

            await().atMost(SOON).until(() -> readiness(gateway).status() == 503);
            assertThat(readiness(gateway).body())
                    .contains("threads: conversations ended unexpectedly; restart the gateway");
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("conversations"))
                .collect(Collectors.toSet());
    }
}
