package dev.sluice.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that takes nothing more can still be read. */
@Timeout(60)
final class FullDatabaseTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void a_chat_of_an_earlier_process_is_found_while_the_database_is_full() throws IOException {
        try (var scene = new Scene(folder, "")) {
            scene.conversations().remember(Chats.mapping("early", 1));
            scene.reopen();
            scene.limitPages(1);
            int number = 0;
            while (!scene.conversations().health().away()) {
                scene.conversations().remember(Chats.mapping("more-" + number++, 1));
            }

            Known known = scene.conversations().find(Chats.key("early"), Chats.ALONE);

            assertThat(known.mappings()).containsExactly(Chats.mapping("early", 1));
            assertThat(known.whole()).isTrue();
            scene.limitPages(1_000_000);
            scene.awaitCalm();
            assertThat(scene.stored("more-0")).hasSize(1);
            assertThat(scene.stored("more-" + (number - 1))).hasSize(1);
        }
    }
}
