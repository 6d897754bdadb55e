package dev.sluice.conversation;

import static dev.sluice.conversation.Chats.ALONE;
import static dev.sluice.conversation.Chats.key;
import static dev.sluice.conversation.Chats.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

            Known known = scene.conversations().find(key("c1"), ALONE);

            assertThat(known).isEqualTo(whole(mapping("c1", 2)));
            assertThat(scene.stored("c1")).containsExactly(mapping("c1", 2));
            assertThat(scene.conversations().find(key("c2"), ALONE))
                    .isEqualTo(new Known(List.of(), "", true));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void an_older_one_that_comes_late_does_not_replace_a_newer(String url) throws Exception {
        try (var scene = new Scene(folder, url)) {
            scene.conversations().remember(mapping("c1", 2));

            scene.conversations().remember(mapping("c1", 1));

            assertThat(scene.stored("c1")).containsExactly(mapping("c1", 2));
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
                        .isEqualTo(new Conversations.Health(true, 3, 0));
                assertThat(scene.conversations().find(key("c1"), ALONE))
                        .isEqualTo(remembered(mapping("c1", 2)));
            }
            scene.awaitCalm();

            assertThat(scene.stored("c1")).containsExactly(mapping("c1", 2));
            assertThat(scene.stored("c2")).containsExactly(mapping("c2", 1));
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
                assertThat(scene.conversations().find(key("recent"), ALONE))
                        .isEqualTo(remembered(mapping("recent", 1)));
                assertThat(scene.conversations().find(key("before"), ALONE))
                        .isEqualTo(remembered());
                assertThat(scene.conversations().health().text()).contains("0 wait");
            }
            scene.awaitCalm();

            assertThat(scene.conversations().find(key("before"), ALONE))
                    .isEqualTo(whole(mapping("before", 1)));
        }
    }

    @Test
    void a_chat_nobody_was_sure_of_has_what_the_database_had_and_what_was_begun_meanwhile()
            throws Exception {
        try (var scene = postgres()) {
            scene.conversations().remember(mapping("old", "its own", 5, 5));
            scene.reopen();
            try (var _ = scene.outage()) {
                assertThat(scene.conversations().find(key("old"), ALONE)).isEqualTo(remembered());
                scene.conversations().remember(mapping("old", "another", 1, 9));
                scene.conversations().remember(mapping("old", "another", 2, 10));
            }
            scene.awaitCalm();

            assertThat(scene.stored("old"))
                    .containsExactlyInAnyOrder(
                            mapping("old", "its own", 5, 5), mapping("old", "another", 2, 10));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_chat_has_several_conversations_and_the_oldest_go(String url) throws Exception {
        try (var scene = new Scene(folder, url)) {
            for (int i = 1; i <= 10; i++) {
                Mapping begun = mapping("c1", "conversation " + i, 1, i);
                scene.conversations().remember(begunAt(begun, i));
            }
            scene.conversations().remember(mapping("c2", 1));

            assertThat(scene.stored("c1"))
                    .hasSize(8)
                    .extracting(Mapping::conversation)
                    .doesNotContain("conversation 1", "conversation 2");
            assertThat(scene.stored("c2")).hasSize(1);
        }
    }

    private static Mapping begunAt(Mapping mapping, long millis) {
        return new Mapping(
                mapping.id(),
                mapping.key(),
                mapping.source(),
                mapping.conversation(),
                mapping.upstreamUser(),
                mapping.past(),
                millis,
                millis);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void without_a_chat_only_those_with_the_shown_answer_are_found(String url) throws Exception {
        ChatKey none = key("");
        var answer = AnswerDigest.of("The Andes.");
        var past = Past.of(ALONE, answer, "");
        try (var scene = new Scene(folder, url)) {
            scene.conversations().remember(mapping(none, "another", 1, 1));
            Mapping own = new Mapping("id", none, "", "own", "webui:ada", past, 2, 2);
            scene.conversations().remember(own);

            Known known =
                    scene.conversations()
                            .find(none, new Turns(ALONE.turns(), 1, answer, "", "", ""));

            assertThat(known).isEqualTo(whole(own));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void without_a_chat_it_is_found_at_once_and_written_soon(String url) throws Exception {
        try (var scene = new Scene(folder, url)) {
            scene.conversations().remember(mapping(key(""), "one", 1, 1));

            assertThat(scene.found("", "whole 1")).containsExactly(mapping(key(""), "one", 1, 1));
            await().until(() -> !scene.stored("").isEmpty());
            assertThat(scene.found("", "whole 1")).containsExactly(mapping(key(""), "one", 1, 1));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void without_a_chat_it_waits_in_the_journal_as_well(String url) throws Exception {
        try (var scene = new Scene(folder, url)) {
            try (var _ = scene.outage()) {
                scene.conversations().remember(mapping(key(""), "one", 1, 1));
                scene.conversations().flush();

                assertThat(scene.conversations().health())
                        .isEqualTo(new Conversations.Health(true, 1, 0));
                assertThat(scene.found("", "whole 1"))
                        .containsExactly(mapping(key(""), "one", 1, 1));
            }
            scene.awaitCalm();

            assertThat(scene.stored("")).containsExactly(mapping(key(""), "one", 1, 1));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void without_a_chat_a_state_that_is_superseded_is_not_found_any_more(String url)
            throws Exception {
        try (var scene = new Scene(folder, url)) {
            scene.conversations().remember(mapping(key(""), "one", 1, 1));
            scene.conversations().flush();

            scene.conversations().remember(mapping(key(""), "one", 2, 2));

            assertThat(scene.found("", "whole 1")).isEmpty();
            assertThat(scene.found("", "whole 2")).containsExactly(mapping(key(""), "one", 2, 2));
        }
    }

    /** Between the buffer and the database nothing is out of sight, not even for a moment. */
    @Test
    void what_is_written_meanwhile_is_found_all_the_time() throws Exception {
        try (var scene = new Scene(folder, "");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var newest = new AtomicInteger();
            var done = new AtomicBoolean();
            Future<Integer> misses =
                    threads.submit(() -> {
                        int missed = 0;
                        while (!done.get()) {
                            int turns = newest.get();
                            boolean missing = scene.found("", "whole " + turns).isEmpty();
                            missed += turns > 0 && missing ? 1 : 0;
                        }
                        return missed;
                    });
            for (int turns = 1; turns <= 300; turns++) {
                scene.conversations().remember(mapping(key(""), "of " + turns, turns, turns));
                newest.set(turns);
                scene.conversations().flush();
            }
            done.set(true);

            assertThat(misses.get()).isZero();
        }
    }

    @Test
    void without_a_chat_what_is_on_its_way_is_written_at_the_end() throws Exception {
        try (var scene = new Scene(folder, "")) {
            scene.conversations().remember(mapping(key(""), "one", 1, 1));

            scene.reopen();

            assertThat(scene.stored("")).containsExactly(mapping(key(""), "one", 1, 1));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void without_a_chat_the_oldest_of_a_user_go(String url) throws Exception {
        try (var scene = new Scene(folder, url)) {
            for (int i = 1; i <= 210; i++) {
                Mapping begun = mapping(key(""), "conversation " + i, 1, i);
                scene.conversations().remember(begunAt(begun, i));
            }
            scene.conversations().flush();

            assertThat(scene.stored(""))
                    .hasSize(200)
                    .extracting(Mapping::conversation)
                    .contains("conversation 11")
                    .doesNotContain("conversation 10");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void what_was_remembered_before_models_counted_goes_on_once(String url) throws Exception {
        ChatKey before = key("c1").withoutModel();
        try (var scene = new Scene(folder, url)) {
            Mapping old =
                    new Mapping(
                            before.id(),
                            before,
                            "X-Chat",
                            "one",
                            "webui:ada",
                            new Past(2, "e", "l", new AnswerDigest("a", ""), "", "", "", ""),
                            1,
                            2);
            scene.conversations().remember(old);
            assertThat(scene.conversations().find(key("c1"), ALONE)).isEqualTo(whole(old));
            Mapping goesOn =
                    new Mapping(
                            old.id(),
                            key("c1"),
                            "X-Chat",
                            "one",
                            "webui:ada",
                            Past.of(ALONE, AnswerDigest.of("x"), ""),
                            1,
                            3);
            scene.conversations().remember(goesOn);

            assertThat(scene.stored("c1")).containsExactly(goesOn);
            var other = new ChatKey("default", "webui", "support", "ada", "c1", "another");
            assertThat(scene.conversations().find(other, ALONE)).isEqualTo(whole());
        }
    }

    private static Known whole(Mapping... mappings) {
        return new Known(List.of(mappings), "", true);
    }

    /** While the database is away. */
    private static Known remembered(Mapping... mappings) {
        return new Known(List.of(mappings), "", false);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void what_waits_when_it_is_closed_is_there_after_the_next_start(String url) throws Exception {
        try (var scene = new Scene(folder, url)) {
            try (var _ = scene.outage()) {
                scene.conversations().remember(mapping("c1", 1));
                scene.reopen();
                assertThat(scene.conversations().waiting()).isEqualTo(1);
                assertThat(scene.conversations().find(key("c1"), ALONE))
                        .isEqualTo(remembered(mapping("c1", 1)));
            }
            scene.reopen();

            assertThat(scene.conversations().health().isGood()).isTrue();
            assertThat(scene.stored("c1")).containsExactly(mapping("c1", 1));
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
