package dev.sluice.continuity;

import static dev.sluice.continuity.FrontEnd.way;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.access.AccessConfig;
import dev.sluice.testing.Answer;
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
            assertThat(goesOn.header(WARNING)).isEmpty();
            FrontEnd fresh = FrontEnd.chatting(gateway, "guide", "fresh");
            Answer begun = fresh.says("One?");
            assertThat(begun.status()).isEqualTo(200);
            assertThat(begun.header(WARNING)).contains("CONVERSATION-UNSAVED");
            assertThat(way(fresh.says("Two?"))).isEqualTo("continued");

            Files.move(away, gateway.folder());

            await().atMost(SOON).until(() -> readiness(gateway).body().equals("ready\n"));
            gateway.restart();
            assertThat(way(fresh.says("Three?"))).isEqualTo("continued");
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
