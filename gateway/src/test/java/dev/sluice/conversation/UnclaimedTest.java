package dev.sluice.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.store.Migration;
import dev.sluice.store.Store;
import dev.sluice.store.StoreConfig;
import dev.sluice.store.StoreException;
import dev.sluice.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"SQLite", "PostgreSQL"})
final class UnclaimedTest {
    @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

    private static final List<Migration> SCHEMA =
            List.of(
                    Migration.read(Unclaimed.class, "V0002__conversations.sql"),
                    Migration.read(Unclaimed.class, "V0004__many_conversations.sql"),
                    Migration.read(Unclaimed.class, "V0005__instructions.sql"),
                    Migration.read(Unclaimed.class, "V0006__imported_at.sql"));

    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

    private final Store store;
    private final Unclaimed unclaimed;

    UnclaimedTest(String database, @TempDir Path folder) {
        String url = database.equals("SQLite") ? "" : POSTGRES.newDatabase();
        store =
                Store.open(
                        folder,
                        new StoreConfig("", url),
                        SCHEMA,
                        List.of(),
                        InstantSource.system());
        unclaimed = new Unclaimed(store.truth(), CLOCK);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Unclaimed.Row row(String chat, String conversation, long used) {
        return new Unclaimed.Row(chat, conversation, used - 1, used);
    }

    @Test
    void what_was_imported_counts_from_the_import() {
        unclaimed.add(List.of(row("long-unused", "one", 5)));
        var sweep = new Sweep(store.truth());

        assertThat(sweep.count(CLOCK.millis())).isEqualTo(new Sweep.Count(0, 1));
        assertThat(sweep.deleteUnusedSince(CLOCK.millis(), 9, () -> true)).isZero();
        assertThat(sweep.deleteUnusedSince(CLOCK.millis() + 1, 9, () -> true)).isOne();
    }

    @Test
    void a_chat_is_found_until_it_is_forgotten() {
        assertThat(unclaimed.add(List.of(row("a", "one", 5), row("b", "two", 5)))).isEqualTo(2);

        assertThat(unclaimed.find("a")).contains("one");
        assertThat(unclaimed.find("A")).isEmpty();

        Unclaimed.forget(store.truth(), "a");

        assertThat(unclaimed.find("a")).isEmpty();
        assertThat(unclaimed.find("b")).contains("two");
    }

    @Test
    void to_add_again_changes_nothing() {
        var rows = List.of(row("a", "one", 5), row("b", "two", 6));
        unclaimed.add(rows);
        String before = dump();

        assertThat(unclaimed.add(rows)).isZero();

        assertThat(dump()).isEqualTo(before).contains("one", "two");
    }

    @Test
    void the_newest_use_wins_whatever_comes_first() {
        unclaimed.add(List.of(row("a", "middle", 5)));

        assertThat(unclaimed.add(List.of(row("a", "old", 4)))).isZero();
        assertThat(unclaimed.find("a")).contains("middle");

        assertThat(unclaimed.add(List.of(row("a", "new", 6)))).isOne();
        assertThat(unclaimed.find("a")).contains("new");
        assertThat(dump()).contains("=5", "=6").doesNotContain("=4");
    }

    @Test
    void one_chat_twice_in_a_batch_is_one_chat() {
        unclaimed.add(List.of(row("a", "old", 4), row("a", "new", 6), row("a", "middle", 5)));

        assertThat(unclaimed.find("a")).contains("new");
    }

    @Test
    void none_of_none_is_fine() {
        assertThat(unclaimed.add(List.of())).isZero();
    }

    @Test
    void a_batch_that_fails_leaves_nothing_behind() {
        store.truth()
                .write(handle ->
                        handle.execute(
                                "CREATE UNIQUE INDEX one_each ON unclaimed_conversations (conversation)"));

        assertThatThrownBy(() -> unclaimed.add(List.of(row("a", "one", 5), row("b", "one", 5))))
                .isInstanceOf(StoreException.class);

        assertThat(unclaimed.find("a")).isEmpty();
    }

    private String dump() {
        return store.truth()
                .read(handle ->
                        handle.createQuery("SELECT * FROM unclaimed_conversations ORDER BY chat")
                                .mapToMap()
                                .list()
                                .toString());
    }
}
