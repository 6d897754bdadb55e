package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.testing.Answer;
import dev.sluice.testing.LastingChat;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.StoppablePostgres;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A state folder without any room: what is answered is announced as what it is. */
@Timeout(120)
final class FullDiskTest {
    private static final int BLOCK_BYTES = 4096;
    private static final String WARNING = "x-sluice-warning";

    /** It is noticed within 5 s on a machine that has time. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final SimulatedApp APP = SimulatedApp.chat("app-guide").tokens(2);

    @TempDir private Path folder = Path.of("");

    @BeforeAll
    static void requireMounts() throws InterruptedException {
        assumeTrue(SluiceProcess.canMount(), "this system lets nobody mount a small disk");
    }

    /** Serves with 8 MiB for its state. */
    private SluiceProcess start(SimulatedDify dify, String more) throws IOException {
        Files.writeString(
                folder.resolve("sluice.yaml"),
                """
                access: {mode: open}
                chats: {history: not_sent}
                upstreams: {guide: {type: dify, url: '%s', key: app-guide, model: guide}}
                %s
                """
                        .formatted(dify.url(), more));
        return SluiceProcess.startOnSmallDisk(folder, Files.createDirectory(data()));
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path filler(SluiceProcess sluice) {
        return Path.of("/proc/" + sluice.pid() + "/root" + data(), "filler");
    }

    @Test
    void known_chats_go_on_and_new_ones_are_kept_in_memory_until_there_is_room() throws Exception {
        try (var dify = SimulatedDify.start(0).app(APP);
                var sluice = start(dify, "")) {
            int port = sluice.address().getPort();
            var known = new LastingChat("guide", "known");
            assertThat(goesOn(known, port)).isTrue();
            Path filler = filler(sluice);
            fill(filler);

            await().atMost(SOON).until(() -> readiness(port).status() == 503);
            assertThat(readiness(port).body())
                    .contains("the disk of the state folder " + data() + " is full; make room");
            assertThat(goesOn(known, port)).isTrue();
            assertThat(goesOn(known, port)).isTrue();
            Answer begun = ask(port, "begun-in-memory");
            assertThat(begun.events().isDone()).isTrue();
            assertThat(begun.header(WARNING)).contains("CONVERSATION-UNSAVED");
            assertThat(ask(port, "begun-in-memory").header("x-sluice-conversation"))
                    .isEqualTo("continued");

            Files.delete(filler);

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(readiness(port).body()).isEqualTo("ready\n"));
            assertThat(ask(port, "later").header(WARNING)).isEmpty();
            assertThat(goesOn(known, port)).isTrue();
            assertThat(stored(sluice)).contains("begun-in-memory");
        }
    }

    @Test
    void a_disk_that_fills_during_an_answer_leaves_none_that_looks_whole_and_is_forgotten(
            @TempDir Path server) throws Exception {
        try (var postgres = StoppablePostgres.in(server);
                var dify = SimulatedDify.start(0).app(APP);
                var sluice = start(dify, "data: {url: '" + postgres.url() + "'}")) {
            int port = sluice.address().getPort();
            var chat = new LastingChat("guide", "c1");
            assertThat(goesOn(chat, port)).isTrue();
            postgres.stop();
            Path filler = filler(sluice);
            fill(filler);

            Answer lost = ask(port, "c2");

            // Either it was noticed before, and is announced, or it was not.
            if (lost.header(WARNING).contains("CONVERSATION-UNSAVED")) {
                assertThat(lost.events().isDone()).isTrue();
            } else {
                assertThat(lost.events().diagnosis()).isEqualTo("STATE-AWAY");
                assertThat(lost.events().isDone()).isFalse();
                assertThat(lost.end()).isNotEqualTo(Answer.End.WHOLE);
            }
            assertThat(ask(port, "c3").header(WARNING)).contains("CONVERSATION-UNSAVED");
            assertThat(goesOn(chat, port)).isTrue();
            Files.delete(filler);
            assertThat(goesOn(chat, port)).isTrue();
        }
    }

    private static boolean goesOn(LastingChat chat, int port) {
        try (var connection = RawClient.connect(port)) {
            return chat.goOn(connection);
        }
    }

    private static Answer ask(int port, String chat) {
        var question = Question.to("guide").header("X-Session-Id", chat).streamed();
        try (var connection = RawClient.connect(port)) {
            return connection.ask(question).answer();
        }
    }

    private static Answer readiness(int port) {
        try (var connection = RawClient.connect(port).get("/readyz")) {
            return connection.answer();
        }
    }

    /** What is in the files of the database, which only that process can open as such. */
    private String stored(SluiceProcess sluice) throws IOException {
        var text = new StringBuilder();
        for (String name : List.of("sluice.db", "sluice.db-wal")) {
            Path file = filler(sluice).resolveSibling(name);
            text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    private static void fill(Path filler) {
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(new byte[BLOCK_BYTES]);
            }
        } catch (IOException _) {
            // There is no room any more.
        }
    }
}
