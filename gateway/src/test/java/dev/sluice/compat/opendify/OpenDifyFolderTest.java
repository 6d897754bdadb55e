package dev.sluice.compat.opendify;

import static dev.sluice.testing.OldOpenDify.conversation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.conversation.Unclaimed;
import dev.sluice.testing.OldOpenDify;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenDifyFolderTest {
    private static final String SESSIONS = "session_map.json";
    private static final String JSON = "data/conversation_mappings.json";

    @TempDir private Path folder = Path.of("");
    private OldOpenDify old = new OldOpenDify(Path.of(""));

    @BeforeEach
    void begin() {
        old = new OldOpenDify(folder);
    }

    private Mappings read() {
        return new OpenDifyFolder(folder).mappings();
    }

    private static Unclaimed.Row row(String chat, int conversation, long created, long used) {
        return new Unclaimed.Row(chat, conversation(conversation), created, used);
    }

    @Test
    void the_database_is_read_and_nothing_beside_it_is_made() throws Exception {
        old.remembering("chat-a", conversation(1), 1_700_000_060);
        var before = old.files();

        assertThat(read().rows())
                .containsExactly(row("chat-a", 1, 1_700_000_000_000L, 1_700_000_060_000L));

        assertThat(old.files()).isEqualTo(before);
    }

    @Test
    void beside_an_open_dify_that_writes_what_it_has_committed_is_read() throws Exception {
        try (var open = old.connect()) {
            OldOpenDify.remember(open, "chat-a", conversation(1), 60);
            open.setAutoCommit(false);
            OldOpenDify.remember(open, "chat-b", conversation(2), 60);

            assertThat(read().rows()).containsExactly(row("chat-a", 1, 0, 60_000));

            open.commit();
            assertThat(read().rows()).hasSize(2);
        }
    }

    @Test
    void what_only_the_log_holds_after_a_crash_is_read() throws Exception {
        Path crashed = folder.resolve("crashed");
        try (var open = old.connect()) {
            OldOpenDify.remember(open, "chat-a", conversation(1), 60);
            Files.createDirectories(crashed.resolve("data"));
            for (String part : List.of("", "-wal", "-shm")) {
                String name = "data/conversation_mappings.db" + part;
                Files.copy(folder.resolve(name), crashed.resolve(name));
            }
        }

        assertThat(new OpenDifyFolder(crashed).mappings().rows()).hasSize(1);
    }

    @Test
    void a_folder_may_have_any_name() throws Exception {
        Path strange = folder.resolve("50% of #1? yes");
        new OldOpenDify(strange).remembering(3);

        assertThat(new OpenDifyFolder(strange).mappings().rows()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, "conversation_mappings.json"})
    void json_of_both_shapes_is_read(String name) throws Exception {
        old.with(
                name,
                """
                {"bare": "%s",
                 "timed": {"dify_conversation_id": "%s", "created_at": 100, "last_used": 200.5, "more": [{}]},
                 "half": {"last_used": null, "dify_conversation_id": "%s"}}
                """
                        .formatted(conversation(1), conversation(2), conversation(3)));
        Files.setLastModifiedTime(folder.resolve(name), FileTime.fromMillis(5_000));

        assertThat(read().rows())
                .containsExactlyInAnyOrder(
                        row("bare", 1, 5_000, 5_000),
                        row("timed", 2, 100_000, 200_500),
                        row("half", 3, 5_000, 5_000));
    }

    @Test
    void of_a_session_map_only_sessions_are_taken() {
        String value =
                "{\"conversation_id\":\"%s\",\"created_at\":1.5,\"last_used_at\":2.5}"
                        .formatted(conversation(1));
        old.with(
                SESSIONS,
                "{\"h:mine\":%1$s,\"u:jo\":%1$s,\"m:0123456789abcdef\":%1$s,\"m:f\":%1$s,\"h\":%1$s}"
                        .formatted(value));

        var mappings = read();

        assertThat(mappings.rows()).containsExactly(row("mine", 1, 1_500, 2_500));
        assertThat(mappings.leftOut())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                LeftOut.USER_KEY, 1,
                                LeftOut.FIRST_MESSAGE_KEY, 2,
                                LeftOut.OTHER_KEY, 1));
    }

    @Test
    void of_two_places_the_newer_use_counts_and_every_entry_is_accounted_for() throws Exception {
        old.remembering("a", conversation(1), 100)
                .remembering("b", conversation(2), 100)
                .with(
                        JSON,
                        """
                        {"a": {"dify_conversation_id": "%s", "last_used": 200, "created_at": 0},
                         "b": {"dify_conversation_id": "%s", "last_used": 50, "created_at": 0}}
                        """
                                .formatted(conversation(3), conversation(4)));

        var mappings = read();

        assertThat(mappings.rows())
                .extracting(Unclaimed.Row::conversation)
                .containsExactlyInAnyOrder(conversation(3), conversation(2));
        assertThat(mappings.leftOut()).isEqualTo(Map.of(LeftOut.REPEATED, 2));
        assertThat(mappings.files())
                .extracting(Mappings.Found::conversations)
                .containsExactly(2, 2);
    }

    @Test
    void broken_ids_are_left_out_each_for_its_reason() throws Exception {
        old.remembering("", conversation(1), 1)
                .remembering("x".repeat(201), conversation(1), 1)
                .remembering("x".repeat(200), conversation(1), 1)
                .remembering("line\nbreak", conversation(1), 1)
                .remembering("a", "", 1)
                .remembering("b", conversation(1) + "0", 1)
                .with(JSON, "{\"c\": null, \"d\": [1, {}], \" \": 4}");

        var mappings = read();

        assertThat(mappings.rows())
                .singleElement()
                .extracting(row -> row.chat().length())
                .isEqualTo(200);
        assertThat(mappings.leftOut())
                .isEqualTo(
                        Map.of(
                                LeftOut.EMPTY_CHAT, 2,
                                LeftOut.LONG_CHAT, 1,
                                LeftOut.BROKEN_CHAT, 1,
                                LeftOut.NO_CONVERSATION, 4));
    }

    @Test
    void impossible_times_become_possible_ones() {
        old.with(
                JSON,
                "{\"a\":{\"dify_conversation_id\":\"%s\",\"created_at\":-5,\"last_used\":1e300}}"
                        .formatted(conversation(1)));

        assertThat(read().rows()).containsExactly(row("a", 1, 0, 253_402_300_799_000L));
    }

    @Test
    void conversations_of_another_owner_are_taken_out_and_counted() throws Exception {
        old.remembering(3);

        var mappings = read();

        assertThat(mappings.without(Set.of(conversation(1), conversation(9))).rows())
                .extracting(Unclaimed.Row::chat)
                .containsExactly("chat-0", "chat-2");
        assertThat(mappings.without(Set.of(conversation(1))).leftOut())
                .isEqualTo(Map.of(LeftOut.DEFAULT_USER, 1));
        assertThat(mappings.without(Set.of())).isEqualTo(mappings);
    }

    @Test
    void a_truncated_database_is_told() throws Exception {
        old.remembering(500);
        try (var file = new RandomAccessFile(old.database().toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }

        assertThatThrownBy(this::read)
                .isInstanceOf(MigrationException.class)
                .hasMessageContainingAll(
                        old.database().toString(), "SQLITE_CORRUPT", "move it away");
    }

    @ParameterizedTest
    @CsvSource({"'', no such table", "no database at all, SQLITE_NOTADB"})
    void what_is_no_database_of_open_difys_is_told(String text, String why) {
        old.with("data/conversation_mappings.db", text.repeat(100));

        assertThatThrownBy(this::read)
                .isInstanceOf(MigrationException.class)
                .hasMessageContainingAll(old.database().toString(), why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|no JSON object",
                "''|no JSON object",
                "\"text\"|no JSON object",
                "{\"a\": {\"dify_conversation_id\"|no whole JSON",
                "{\"a\": \"b\"|no whole JSON",
                "{\"a\" \"b\"}|no whole JSON"
            })
    void broken_json_is_told(String text, String why) {
        old.with(JSON, text);

        assertThatThrownBy(this::read)
                .isInstanceOf(MigrationException.class)
                .hasMessageContainingAll(folder.resolve(JSON).toString(), why);
    }

    @Test
    void a_huge_file_is_not_even_begun() throws IOException {
        old.with(JSON, "{}");
        try (var file = new RandomAccessFile(folder.resolve(JSON).toFile(), "rw")) {
            file.setLength(300L << 20);
        }

        assertThatThrownBy(this::read).hasMessageContaining("larger than 256 MiB");
    }

    @Test
    void more_than_any_installation_has_is_refused() {
        old.with(
                JSON,
                IntStream.range(0, 500_001)
                        .mapToObj(number -> "\"" + number + "\":\"\"")
                        .collect(Collectors.joining(",", "{", "}")));

        assertThatThrownBy(this::read).hasMessageContaining("more than 500000 conversations");
    }

    @Test
    void an_empty_folder_has_nothing_and_says_where_it_looked() {
        var empty = new OpenDifyFolder(folder);

        assertThat(empty.mappings().files()).isEmpty();
        assertThat(empty.places())
                .containsExactlyElementsOf(
                        Stream.of(
                                        "data/conversation_mappings.db",
                                        JSON,
                                        "conversation_mappings.json",
                                        SESSIONS)
                                .map(folder::resolve)
                                .toList());
    }
}
