package dev.sluice.conversation;

import static dev.sluice.conversation.Chats.key;
import static dev.sluice.conversation.Chats.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is remembered while the database comes and goes. */
@Timeout(120)
final class ConversationsTest {
    @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

    @TempDir private Path folder = Path.of("");

    static Stream<String> databases() {
        return Stream.of("", POSTGRES.newDatabase());
    }

    private Scene postgres() {
        return new Scene(folder, POSTGRES.newDatabase());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void what_was_remembered_is_found_whole(String url) throws Exception {
        try (var scene = new Scene(folder, url)) {
            scene.conversations().remember(mapping("c1", 1));
            scene.conversations().remember(mapping("c1", 2));

            Known known = scene.conversations().find(key("c1"));

            assertThat(known).isEqualTo(new Known.Mapped(mapping("c1", 2)));
            assertThat(scene.stored("c1")).contains(mapping("c1", 2));
            assertThat(scene.conversations().find(key("c2"))).isEqualTo(new Known.Unmapped(""));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void an_older_one_that_comes_late_does_not_replace_a_newer(String url) throws Exception {
        try (var scene = new Scene(folder, url)) {
            scene.conversations().remember(mapping("c1", 2));

            scene.conversations().remember(mapping("c1", 1));

            assertThat(scene.stored("c1")).contains(mapping("c1", 2));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void what_cannot_be_written_waits_in_the_journal_and_gets_there_by_itself(String url)
            throws Exception {
        try (var scene = new Scene(folder, url)) {
            try (var _ = scene.outage()) {
                // This one gives up, and may be written late, after the next.
                scene.conversations().remember(mapping("c1", 1));
                scene.conversations().remember(mapping("c1", 2));
                scene.conversations().remember(mapping("c2", 1));

                assertThat(scene.conversations().health())
                        .isEqualTo(new Conversations.Health(true, 3));
                assertThat(scene.conversations().find(key("c1")))
                        .isEqualTo(new Known.Mapped(mapping("c1", 2)));
            }
            scene.awaitCalm();

            assertThat(scene.stored("c1")).contains(mapping("c1", 2));
            assertThat(scene.stored("c2")).contains(mapping("c2", 1));
        }
    }

    @Test
    void while_nothing_can_be_read_recent_chats_are_known_and_of_others_nobody_is_sure()
            throws Exception {
        try (var scene = postgres()) {
            scene.conversations().remember(mapping("before", 1));
            scene.reopen();
            scene.conversations().remember(mapping("recent", 1));

            try (var _ = scene.outage()) {
                assertThat(scene.conversations().find(key("recent")))
                        .isEqualTo(new Known.Mapped(mapping("recent", 1)));
                assertThat(scene.conversations().find(key("before"))).isEqualTo(new Known.Unsure());
                assertThat(scene.conversations().health().text()).contains("0 wait");
            }
            scene.awaitCalm();

            assertThat(scene.conversations().find(key("before")))
                    .isEqualTo(new Known.Mapped(mapping("before", 1)));
        }
    }

    @Test
    void of_a_chat_nobody_was_sure_of_the_database_keeps_what_it_had() throws Exception {
        try (var scene = postgres()) {
            scene.conversations().remember(mapping("old", "its own", 5, 5));
            scene.reopen();
            try (var _ = scene.outage()) {
                assertThat(scene.conversations().find(key("old"))).isEqualTo(new Known.Unsure());
                scene.conversations().rememberIfNew(mapping("old", "another", 1, 9));
                scene.conversations().rememberIfNew(mapping("new", "first", 1, 9));
            }
            scene.awaitCalm();

            try (var _ = scene.outage()) {
                assertThat(scene.conversations().find(key("old")))
                        .as("nor does memory have the other")
                        .isEqualTo(new Known.Unsure());
            }
            assertThat(scene.stored("old")).contains(mapping("old", "its own", 5, 5));
            assertThat(scene.stored("new")).contains(mapping("new", "first", 1, 9));
        }
    }

    @Test
    void a_chat_that_went_on_during_the_outage_stays_where_its_newest_turn_is() throws Exception {
        try (var scene = postgres()) {
            scene.conversations().remember(mapping("old", "its own", 5, 5));
            scene.reopen();
            try (var _ = scene.outage()) {
                assertThat(scene.conversations().find(key("old"))).isEqualTo(new Known.Unsure());
                scene.conversations().rememberIfNew(mapping("old", "another", 1, 9));
                scene.conversations().remember(mapping("old", "another", 2, 10));
            }
            scene.awaitCalm();

            assertThat(scene.stored("old")).contains(mapping("old", "another", 2, 10));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void what_waits_when_it_is_closed_is_there_after_the_next_start(String url) throws Exception {
        try (var scene = new Scene(folder, url)) {
            try (var _ = scene.outage()) {
                scene.conversations().remember(mapping("c1", 1));
                scene.reopen();
                assertThat(scene.conversations().waiting()).isEqualTo(1);
                assertThat(scene.conversations().find(key("c1")))
                        .isEqualTo(new Known.Mapped(mapping("c1", 1)));
            }
            scene.reopen();

            assertThat(scene.conversations().health().isGood()).isTrue();
            assertThat(scene.stored("c1")).contains(mapping("c1", 1));
        }
    }

    @Test
    void what_neither_the_database_nor_the_journal_takes_is_not_remembered() throws Exception {
        var scene = new Scene(folder, "");
        scene.close();

        assertThatThrownBy(() -> scene.conversations().remember(mapping("c1", 1)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_name_that_one_of_the_databases_could_not_take_is_refused() {
        assertThatThrownBy(() -> mapping("c1", "with \0", 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
