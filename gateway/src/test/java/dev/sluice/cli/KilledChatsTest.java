package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.LastingChat;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.StoppablePostgres;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No chat loses its conversation by the sudden death of the gateway. */
@Timeout(300)
final class KilledChatsTest {
    private static final int CHATS = 10_000;
    private static final int TURNS = 2;
    private static final int KILLS = 3;
    private static final int CLIENTS = 48;

    private final SimulatedDify dify =
            SimulatedDify.start(0).app(SimulatedApp.chat("app-guide").tokens(2));

    @TempDir private Path folder = Path.of("");

    @AfterEach
    void close() {
        dify.close();
    }

    private void configure(String database) throws IOException {
        Files.writeString(
                folder.resolve("sluice.yaml"),
                """
                access: {mode: open}
                log: {level: error}
                records: {keep: 0}
                data: {%s}
                chats: {history: not_sent}
                upstreams: {guide: {type: dify, url: '%s', key: app-guide, model: guide}}
                """
                        .formatted(database, dify.url()));
    }

    private SluiceProcess serve() throws IOException {
        return SluiceProcess.start(folder, "serve", "--port", "0");
    }

    @Test
    void ten_thousand_chats_go_on_where_they_were_however_often_it_dies() throws Exception {
        configure("");
        var chats = chats(CHATS);
        var load = new Load(chats);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                clients.add(threads.submit(load::chatUntilDone));
            }
            var chance = new Random(20_261_122);
            for (int kill = 0; kill < KILLS; kill++) {
                int moment = CHATS * TURNS * kill / KILLS + chance.nextInt(CHATS * TURNS / KILLS);
                try (var sluice = serve()) {
                    load.beginAt(sluice.address().getPort());
                    await().atMost(Duration.ofMinutes(2))
                            .until(() -> load.acknowledged.get() >= moment);
                    load.pause();
                    sluice.kill();
                }
            }
            try (var sluice = serve()) {
                int port = sluice.address().getPort();
                load.beginAt(port);
                for (Future<?> client : clients) {
                    client.get();
                }
                expectMore(chats, port);
                sluice.kill();
            }
        }
        expectStored(chats);
    }

    /** Of the chats that were cut off. */
    private static void expectMore(Map<String, LastingChat> chats, int port) {
        List<LastingChat> cutOff =
                chats.values().stream().filter(chat -> chat.brokenOff() > 0).toList();
        assertThat(cutOff).isNotEmpty();
        try (var connection = RawClient.connect(port)) {
            assertThat(cutOff).allMatch(chat -> chat.goOn(connection));
        }
    }

    @Test
    void what_was_acknowledged_while_the_database_was_away_survives_a_kill(@TempDir Path data)
            throws Exception {
        try (var postgres = StoppablePostgres.in(data)) {
            configure("url: '%s'".formatted(postgres.url()));
            var known = chats(20).values();
            var begun = IntStream.range(0, 20).mapToObj(i -> chat("late-" + i)).toList();
            try (var sluice = serve();
                    var connection = RawClient.connect(sluice.address().getPort())) {
                assertThat(known).allMatch(chat -> chat.goOn(connection));
                postgres.stop();
                assertThat(known).allMatch(chat -> chat.goOn(connection));
                assertThat(begun).allMatch(chat -> chat.goOn(connection));

                sluice.kill();
            }
            postgres.startAgain();
            try (var sluice = serve();
                    var connection = RawClient.connect(sluice.address().getPort())) {
                assertThat(known).allMatch(chat -> chat.goOn(connection));
                assertThat(begun).allMatch(chat -> chat.goOn(connection));
            }
        }
    }

    private static LastingChat chat(String name) {
        return new LastingChat("guide", name);
    }

    private static Map<String, LastingChat> chats(int count) {
        var chats = new HashMap<String, LastingChat>();
        IntStream.range(0, count).forEach(i -> chats.put("chat-" + i, chat("chat-" + i)));
        return chats;
    }

    /** Each chat's turns, far apart, and clients that see to them as long as somebody answers. */
    private static final class Load {
        private final AtomicInteger acknowledged = new AtomicInteger();
        private final Deque<LastingChat> turns = new ConcurrentLinkedDeque<>();
        private volatile CompletableFuture<Integer> port = new CompletableFuture<>();

        Load(Map<String, LastingChat> chats) {
            var all = new ArrayList<LastingChat>();
            IntStream.range(0, TURNS).forEach(_ -> all.addAll(chats.values()));
            Collections.shuffle(all, new Random(1));
            turns.addAll(all);
        }

        void beginAt(int newPort) {
            port.complete(newPort);
        }

        /** Who is cut off from now on waits for the next port. */
        void pause() {
            port = new CompletableFuture<>();
        }

        void chatUntilDone() {
            while (!turns.isEmpty()) {
                try (var connection = RawClient.connect(port.join())) {
                    chatUntilCutOff(connection);
                } catch (UncheckedIOException _) {
                    // It died before it took the connection.
                }
            }
        }

        private void chatUntilCutOff(RawClient connection) {
            for (LastingChat chat = turns.poll(); chat != null; chat = turns.poll()) {
                if (!chat.goOn(connection)) {
                    turns.addFirst(chat);
                    return;
                }
                acknowledged.incrementAndGet();
            }
        }
    }

    /** The acknowledged, and beside them only turns that were under way at a kill. */
    private void expectStored(Map<String, LastingChat> chats) throws Exception {
        String file = "jdbc:sqlite:" + folder.resolve("data/sluice.db");
        try (var connection = DriverManager.getConnection(file);
                var statement = connection.createStatement()) {
            assertThat(statement.executeQuery("PRAGMA integrity_check").getString(1))
                    .isEqualTo("ok");
            var rows =
                    statement.executeQuery("SELECT chat, conversation, turns FROM conversations");
            var unseen = new HashMap<>(chats);
            while (rows.next()) {
                LastingChat chat =
                        Objects.requireNonNull(
                                unseen.remove(rows.getString("chat")), "one row for each chat");
                assertThat(rows.getString("conversation")).isEqualTo(chat.conversation());
                assertThat(rows.getInt("turns"))
                        .isBetween(chat.acknowledged(), chat.acknowledged() + chat.brokenOff());
            }
            assertThat(unseen).isEmpty();
        }
    }
}
