package dev.sluice.conversation;

import static dev.sluice.conversation.Chats.key;
import static dev.sluice.conversation.Chats.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.StandardError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file that mappings wait in, and what a crash can make of it. */
final class JournalTest {
    private static final int STEPS = 60;
    private static final int ALL = Integer.MAX_VALUE;

    @TempDir private Path folder = Path.of("");

    @Test
    void what_was_added_is_there_in_its_order_after_a_crash() throws IOException {
        // It is not closed, as it would not be.
        Journal crashed = Journal.open(folder);
        crashed.add(mapping("c1", 1));
        crashed.add(mapping("c2", 1));
        crashed.add(mapping("c1", 2));

        try (var journal = Journal.open(folder)) {
            assertThat(journal.oldest(ALL))
                    .containsExactly(mapping("c1", 1), mapping("c2", 1), mapping("c1", 2));
            assertThat(journal.find(key("c1"))).containsExactly(mapping("c1", 2));
            assertThat(journal.find(key("c3"))).isEmpty();
        }
    }

    @Test
    void any_text_comes_back_as_it_was() throws IOException {
        var odd = mapping("line\nbreak \\ \" \u2028 \ud83d\ude00", "\u00e9\t\r", 3, Long.MAX_VALUE);
        Journal.open(folder).add(odd);

        try (var journal = Journal.open(folder)) {
            assertThat(journal.oldest(ALL)).containsExactly(odd);
        }
    }

    @Test
    void half_a_line_at_the_end_is_cut_off_and_the_next_is_whole() throws IOException {
        Journal.open(folder).add(mapping("c1", 1));
        append("{\"version\":2,\"tenant\":\"def");
        Journal.open(folder).add(mapping("c2", 1));

        try (var error = new StandardError();
                var journal = Journal.open(folder)) {
            assertThat(journal.oldest(ALL)).containsExactly(mapping("c1", 1), mapping("c2", 1));
            assertThat(error.text()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "",
                "{}",
                "7",
                "{\"only_if_absent\":false,\"tenant\":\"default\",\"client\":\"c\"}",
                "{\"version\":3}",
                "\u00ff\u00fe\u0000"
            })
    void a_damaged_line_is_left_out_and_told_without_its_words(String damage) throws IOException {
        Journal.open(folder).add(mapping("c1", 1));
        append(damage + "\n");
        Journal.open(folder).add(mapping("c2", 1));

        try (var error = new StandardError();
                var journal = Journal.open(folder)) {
            assertThat(journal.oldest(ALL)).containsExactly(mapping("c1", 1), mapping("c2", 1));
            assertThat(error.text()).contains("damaged").doesNotContain("not json");
        }
    }

    @Test
    void a_value_that_lost_its_bytes_is_damage_too() throws IOException {
        Journal.open(folder).add(mapping("c1", 1));
        byte[] line = Files.readAllBytes(file());
        line[new String(line, StandardCharsets.ISO_8859_1).indexOf("of c1")] = (byte) 0xff;
        Files.write(file(), line);

        try (var journal = Journal.open(folder)) {
            assertThat(journal.isEmpty()).isTrue();
        }
    }

    @Test
    void what_an_older_version_left_is_read() throws IOException {
        Journal.open(folder).close();
        append(
                """
                {"only_if_absent":false,"tenant":"default","client":"webui","app":"support","user":"ada",\
                "chat":"c1","source":"X-Chat","conversation":"one","upstream_user":"webui:ada","turns":2,\
                "first":"f","earlier":"e","last":"l","answer":"a","sends_history":true,"created_at":1,\
                "used_at":2}
                """);
        append(
                """
                {"only_if_absent":true,"tenant":"default","client":"webui","app":"support","user":"ada",\
                "chat":"c1","source":"X-Chat","conversation":"two","upstream_user":"webui:ada","turns":1,\
                "first":"f","earlier":"","last":"f","answer":"b","sends_history":false,"created_at":3,\
                "used_at":3}
                """);

        try (var journal = Journal.open(folder)) {
            ChatKey before = key("c1").withoutModel();
            assertThat(journal.find(before))
                    .extracting(Mapping::id)
                    .containsExactlyInAnyOrder(before.id(), Mapping.idOf(before, "two"));
            assertThat(journal.oldest(1).getFirst().past())
                    .isEqualTo(new Past(2, "e", "l", new AnswerDigest("a", ""), "", "", "", ""));
        }
    }

    @Test
    void it_is_its_owners_alone() throws IOException {
        Journal.open(folder).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void the_file_is_empty_when_the_last_is_done_and_not_before() throws IOException {
        try (var journal = Journal.open(folder)) {
            journal.add(mapping("c1", 1));
            journal.add(mapping("c2", 1));

            journal.done(1);
            assertThat(file()).isNotEmptyFile();
            journal.done(1);

            assertThat(file()).isEmptyFile();
        }
    }

    @Test
    void what_is_done_is_found_no_more_and_what_came_after_it_is() throws IOException {
        try (var journal = Journal.open(folder)) {
            journal.add(mapping("c1", 1));
            journal.add(mapping("c2", 1));
            journal.add(mapping("c2", 2));

            journal.done(2);

            assertThat(journal.find(key("c1"))).isEmpty();
            assertThat(journal.find(key("c2"))).contains(mapping("c2", 2));
        }
    }

    @Test
    void a_journal_that_is_full_takes_no_more() throws IOException {
        try (var journal = Journal.open(folder, 2)) {
            journal.add(mapping("c1", 1));
            journal.add(mapping("c2", 1));

            assertThatThrownBy(() -> journal.add(mapping("c3", 1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("full");
            journal.done(1);
            journal.add(mapping("c3", 1));

            assertThat(journal.oldest(ALL)).containsExactly(mapping("c2", 1), mapping("c3", 1));
        }
    }

    @Test
    void a_line_that_could_not_be_written_is_not_there() throws IOException {
        Journal journal = Journal.open(folder);
        journal.add(mapping("c1", 1));
        journal.close();

        assertThatThrownBy(() -> journal.add(mapping("c2", 1))).isInstanceOf(IOException.class);

        assertThat(journal.find(key("c2"))).isEmpty();
        assertThat(journal.oldest(ALL)).containsExactly(mapping("c1", 1));
    }

    /** A list is the model; what was done may come again after a crash until all is done. */
    @RepeatedTest(20)
    void it_does_as_a_list_would_through_any_crashes(RepetitionInfo repetition) throws IOException {
        var chance = new Random(repetition.getCurrentRepetition());
        var model = new Model();
        Journal journal = Journal.open(folder);
        for (int step = 0; step < STEPS; step++) {
            switch (chance.nextInt(4)) {
                case 0 -> {
                    int count = chance.nextInt(model.open().size() + 1);
                    journal.done(count);
                    model.done(count);
                }
                case 1 -> {
                    if (chance.nextBoolean()) {
                        append("torn ".repeat(chance.nextInt(100)));
                    }
                    journal = Journal.open(folder);
                    model.crash();
                }
                default -> {
                    var next = mapping("c" + chance.nextInt(3), step);
                    journal.add(next);
                    model.add(next);
                }
            }
            assertThat(journal.oldest(ALL)).isEqualTo(model.open());
            assertThat(journal.size()).isEqualTo(model.open().size());
        }
        journal.close();
    }

    /** What was added since all was done last, and how much of it is done. */
    private static final class Model {
        private final List<Mapping> added = new ArrayList<>();
        private int done;

        private List<Mapping> open() {
            return added.subList(done, added.size());
        }

        private void add(Mapping entry) {
            added.add(entry);
        }

        private void done(int count) {
            done += count;
            if (done == added.size()) {
                added.clear();
                done = 0;
            }
        }

        private void crash() {
            done = 0;
        }
    }

    private Path file() {
        return folder.resolve("conversations.journal");
    }

    private void append(String text) throws IOException {
        Files.write(file(), text.getBytes(StandardCharsets.ISO_8859_1), StandardOpenOption.APPEND);
    }
}
