package dev.sluice.conversation;

import static dev.sluice.conversation.StoredMappings.mapping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(booleans = {false, true})
final class MappingListTest {
    @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final long NOW_MILLIS = NOW.toEpochMilli();

    private final StoredMappings stored;
    private final MappingList list;

    MappingListTest(boolean onServer, @TempDir Path folder) {
        stored = StoredMappings.in(folder, onServer ? POSTGRES.newDatabase() : "");
        list = new MappingList(stored.truth(), InstantSource.fixed(NOW), () -> {});
    }

    @AfterEach
    void close() {
        stored.close();
    }

    @Test
    void of_no_mapping_all_numbers_are_zero() {
        assertThat(list.statistics()).isEqualTo(new MappingList.Statistics(0, 0, 0, 0));
    }

    @Test
    void the_numbers_are_those_of_all_mappings() {
        stored.put(List.of(mapping("a", 10_000), mapping("b", 20_000), mapping("c", 90_000)));

        assertThat(list.statistics())
                .isEqualTo(new MappingList.Statistics(3, 9_000, 89_000, 40_000));
    }

    @Test
    void a_mapping_comes_back_as_it_was_put() {
        Mapping put = mapping("a", NOW_MILLIS);
        stored.put(List.of(put));

        assertThat(list.recent(10, MappingList.Cursor.START).mappings()).containsExactly(put);
    }

    @Test
    void the_last_used_come_first_and_the_last_page_is_known() {
        stored.put(List.of(mapping("old", 1), mapping("new", 3), mapping("middle", 2)));

        var first = list.recent(2, MappingList.Cursor.START);
        var second = list.recent(2, first.next().orElseThrow());

        assertThat(chats(first)).containsExactly("new", "middle");
        assertThat(chats(second)).containsExactly("old");
        assertThat(second.next()).isEmpty();
    }

    @Test
    void a_page_that_is_full_and_the_last_has_no_next() {
        stored.put(List.of(mapping("a", 1), mapping("b", 2)));

        assertThat(list.recent(2, MappingList.Cursor.START).next()).isEmpty();
    }

    @Test
    void pages_hold_each_mapping_once_though_many_were_used_in_the_same_moment() {
        stored.put(IntStream.range(0, 50).mapToObj(i -> mapping("c" + i, i / 20)).toList());
        var seen = new ArrayList<String>();

        Optional<MappingList.Cursor> next = Optional.of(MappingList.Cursor.START);
        while (next.isPresent()) {
            var page = list.recent(7, next.get());
            seen.addAll(chats(page));
            next = page.next();
        }

        assertThat(seen).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void a_cursor_goes_through_text() {
        var cursor = MappingList.Cursor.behind(mapping("a", NOW_MILLIS));

        assertThat(MappingList.Cursor.read(cursor.text())).contains(cursor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1",
                "1.",
                ".a",
                "-1.a",
                "1.a b",
                "1.a.b",
                "9999999999999999999.a",
                "1.a' OR 1=1"
            })
    void other_text_is_no_cursor(String text) {
        assertThat(MappingList.Cursor.read(text)).isEmpty();
    }

    @Test
    void one_is_deleted_by_its_id_alone() {
        Mapping gone = mapping("gone", 1);
        stored.put(List.of(gone, mapping("stays", 1)));

        assertThat(list.delete(gone.id())).isTrue();

        assertThat(stored.chats()).containsExactly("stays");
        assertThat(list.delete(gone.id())).isFalse();
    }

    @Test
    void those_are_deleted_that_were_not_used_for_longer_and_those_nobody_claimed_too() {
        long edge = NOW_MILLIS - Duration.ofDays(30).toMillis();
        stored.put(List.of(mapping("old", edge - 1), mapping("young", edge)));
        stored.putUnclaimed("unclaimed-old", edge - 1);
        stored.putUnclaimed("unclaimed-young", edge);

        long deleted = list.deleteUnusedFor(Duration.ofDays(30));

        assertThat(deleted).isEqualTo(2);
        assertThat(stored.chats()).containsExactly("young", "unclaimed-young");
    }

    private static List<String> chats(MappingList.Page page) {
        return page.mappings().stream().map(mapping -> mapping.key().chat()).toList();
    }
}
