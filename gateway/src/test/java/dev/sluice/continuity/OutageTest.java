package dev.sluice.continuity;

import static dev.sluice.continuity.FrontEnd.way;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Answer;
import dev.sluice.testing.LastingChat;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.StoppablePostgres;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chats go on while the database is away, and nothing of them is lost when it is back. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutageTest {
    private static final SimulatedApp APP =
            SimulatedApp.chat("app-guide").named("guide").saying("The Andes.");
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int CLIENTS = 6;
    private static final int TURNS = 4;

    private StoppablePostgres postgres;

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        postgres = StoppablePostgres.in(data);
    }

    @AfterAll
    void stop() throws IOException {
        postgres.close();
    }

    private TestGateway gateway() {
        return TestGateway.with(APP).historyNotSent().database(postgres.url()).start();
    }

    @Test
    void chats_under_way_and_new_ones_go_on_and_the_database_learns_all_of_it() throws Exception {
        try (var gateway = gateway();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var load = new Load(gateway);
            List<Future<List<LastingChat>>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                clients.add(threads.submit(load.client(client)));
            }
            load.awaitTurns();
            postgres.stop();
            load.awaitTurns();
            assertThat(readiness(gateway)).contains("conversations: ");
            assertThat(gateway.metric("sluice_conversations_waiting")).isPositive();
            load.awaitTurns();
            postgres.startAgain();
            load.awaitTurns();
            load.enough.set(true);
            var chats = new ArrayList<LastingChat>();
            for (Future<List<LastingChat>> client : clients) {
                chats.addAll(client.get());
            }
            awaitCalm(gateway);
            assertThat(gateway.metric("sluice_conversations_waiting")).isZero();
            assertThat(gateway.metric("sluice_chats_open")).isZero();

            try (var connection = gateway.client()) {
                assertThat(chats).allMatch(chat -> chat.goOn(connection));
            }
            assertThat(chats).extracting(LastingChat::brokenOff).containsOnly(0);
            assertThat(gateway.dify().conversations())
                    .extracting(conversation -> conversation.id())
                    .containsExactlyInAnyOrderElementsOf(
                            chats.stream().map(LastingChat::conversation).toList());
        }
    }

    @Test
    void only_the_first_to_meet_the_outage_waits_and_that_not_long() throws Exception {
        try (var gateway = gateway()) {
            FrontEnd chat = FrontEnd.chatting(gateway, "guide", "waiting");
            chat.says("One?");
            postgres.stop();

            Duration first = timed(() -> chat.says("Two?"));
            Duration later =
                    timed(() -> IntStream.range(0, TURNS).forEach(i -> chat.says("Next " + i)));

            // It has two seconds; the rest is for a busy machine.
            assertThat(first).isLessThan(Duration.ofSeconds(8));
            assertThat(later).isLessThan(Duration.ofSeconds(2L * TURNS));
            postgres.startAgain();
            awaitCalm(gateway);
            assertThat(way(chat.says("Five?"))).isEqualTo("continued");
        }
    }

    @Test
    void a_chat_of_another_gateway_is_not_known_until_the_database_is_back() throws Exception {
        try (var one = TestGateway.with(APP).database(postgres.url()).start();
                var other = TestGateway.with(APP).database(postgres.url()).start()) {
            var question = Question.to("guide").header("X-Session-Id", "shared");
            Answer first = one.ask(question.saying("One?"));
            postgres.stop();

            Answer alone = other.ask(question.saying("Two?"));
            var told = question.header(FrontEnd.CHAT, "told").after("One?", "x");
            Answer withHistory = other.ask(told.saying("Two?"));

            assertThat(List.of(alone, withHistory))
                    .allSatisfy(answer -> {
                        assertThat(way(answer)).isEqualTo("new");
                        assertThat(answer.header("x-sluice-warning"))
                                .contains("CONVERSATION-UNREAD");
                    });
            postgres.startAgain();
            awaitCalm(other);
            Answer next = one.ask(question.after("One?", "The Andes.").saying("Two?"));
            assertThat(way(next)).isEqualTo("continued");
            assertThat(next.header("x-dify-conversation-id"))
                    .isEqualTo(first.header("x-dify-conversation-id"));
        }
    }

    private static Duration timed(Runnable action) {
        long begun = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static void awaitCalm(TestGateway gateway) {
        await().atMost(LONG).until(() -> readiness(gateway).equals("ready\n"));
    }

    private static String readiness(TestGateway gateway) {
        try (var client = gateway.client().get("/readyz")) {
            return client.answer().body();
        }
    }

    /** Clients that each tell one chat after the other, four turns each. */
    private static final class Load {
        private final TestGateway gateway;
        private final AtomicBoolean enough = new AtomicBoolean();
        private final AtomicInteger turns = new AtomicInteger();

        Load(TestGateway gateway) {
            this.gateway = gateway;
        }

        /** So many that each client has begun a new chat, and gone on with it. */
        void awaitTurns() {
            int until = turns.get() + 2 * CLIENTS * TURNS;
            await().atMost(LONG).until(() -> turns.get() >= until);
        }

        Callable<List<LastingChat>> client(int number) {
            return () -> {
                var chats = new ArrayList<LastingChat>();
                try (RawClient connection = gateway.client()) {
                    while (!enough.get()) {
                        chats.add(told(connection, number + "-" + chats.size()));
                    }
                }
                return chats;
            };
        }

        private LastingChat told(RawClient connection, String name) {
            var chat = new LastingChat("guide", name);
            for (int turn = 0; turn < TURNS; turn++) {
                assertThat(chat.goOn(connection)).isTrue();
                turns.incrementAndGet();
            }
            return chat;
        }
    }
}
