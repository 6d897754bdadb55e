package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class DemoTest {
    @TempDir private Path temporary = Path.of("");

    @Test
    void the_explain_command_that_it_prints_tells_the_chat_it_showed() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("elsewhere"));
        try (var demo = SluiceProcess.start(folder, "demo", "--port", "0")) {
            String line = demo.until("sluice explain ").getLast();

            // A record comes a moment after its answer.
            await().untilAsserted(() -> {
                var told = Invocation.of(line.substring("sluice ".length()).split(" ", -1));
                assertThat(told.exit()).as(line + told.err()).isZero();
                assertThat(told.out()).contains("assistant");
            });
            demo.terminate();
            assertThat(demo.end().exit()).isZero();
        }
    }

    @Test
    void it_streams_a_chat_with_a_key_of_its_own_and_shows_how_to_send_another() {
        var demo = Invocation.of("demo", "--exit", "--port", "0");

        assertThat(demo.exit()).as(demo.err()).isZero();
        assertThat(demo.out())
                .containsPattern("key demo-[0-9a-f]{32}\n")
                .containsPattern("as it streams:\\R\\R\\S.{20,}")
                .containsPattern(
                        "  curl -N http://127.0.0.1:\\d+/v1/chat/completions \\\\\\R"
                                + "    -H 'Authorization: Bearer demo-[0-9a-f]{32}' \\\\\\R    -d '")
                .containsPattern(
                        "  curl http://127.0.0.1:\\d+/v1/models \\\\\\R"
                                + "    -H 'Authorization: Bearer demo-[0-9a-f]{32}'");
    }
}
