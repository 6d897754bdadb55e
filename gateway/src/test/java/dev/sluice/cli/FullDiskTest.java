package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A state folder without any room, while the database is away too. */
@Timeout(120)
final class FullDiskTest {
    private static final int BLOCK_BYTES = 4096;

    @TempDir private Path folder = Path.of("");

    @Test
    void an_answer_that_nothing_can_remember_does_not_look_whole(@TempDir Path data)
            throws Exception {
        assumeTrue(SluiceProcess.canMount(), "this system lets nobody mount a small disk");
        var app = SimulatedApp.chat("app-guide").tokens(2);
        try (var postgres = StoppablePostgres.in(data);
                var dify = SimulatedDify.start(0).app(app)) {
            Files.writeString(
                    folder.resolve("sluice.yaml"),
                    """
                    access: {mode: open}
                    data: {url: '%s'}
                    chats: {history: not_sent}
                    upstreams: {guide: {type: dify, url: '%s', key: app-guide, model: guide}}
                    """
                            .formatted(postgres.url(), dify.url()));
            Path small = Files.createDirectory(folder.resolve("data"));
            try (var sluice = SluiceProcess.startOnSmallDisk(folder, small)) {
                int port = sluice.address().getPort();
                var chat = new LastingChat("guide", "c1");
                assertThat(goesOn(chat, port)).isTrue();
                postgres.stop();
                Path filler = Path.of("/proc/" + sluice.pid() + "/root" + small, "filler");
                fill(filler);

                Answer lost = ask(port);

                assertThat(lost.events().diagnosis()).isEqualTo("STATE-AWAY");
                assertThat(lost.events().isDone()).isFalse();
                assertThat(lost.end()).isNotEqualTo(Answer.End.WHOLE);
                Files.delete(filler);
                assertThat(goesOn(chat, port)).isTrue();
            }
        }
    }

    private static boolean goesOn(LastingChat chat, int port) {
        try (var connection = RawClient.connect(port)) {
            return chat.goOn(connection);
        }
    }

    private static Answer ask(int port) {
        var question = Question.to("guide").header("X-Session-Id", "c2").streamed();
        try (var connection = RawClient.connect(port)) {
            return connection.ask(question).answer();
        }
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
