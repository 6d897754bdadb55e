package dev.sluice.conversation;

import dev.sluice.store.Database;
import dev.sluice.store.DatabaseInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** The mappings as an administrator sees them, and takes them away. Thread-safe. */
public final class MappingList {
    /** Each number is read from an index: the table may have millions of rows. */
    private static final String STATISTICS =
            """
            SELECT COUNT(*) AS number,
                (SELECT MIN(created_at) FROM conversations) AS oldest,
                (SELECT MAX(created_at) FROM conversations) AS newest,
                CAST(AVG(used_at) AS BIGINT) AS used
            FROM conversations
            """;

    private static final String RECENT =
            """
            SELECT * FROM conversations WHERE (used_at, id) < (:used, :id)
            ORDER BY used_at DESC, id DESC LIMIT :limit
            """;

    private final Database truth;
    private final InstantSource clock;
    private final Runnable flush;

    /**
     * @param flush brings to the database what is still on the way
     */
    public MappingList(Database truth, InstantSource clock, Runnable flush) {
        this.truth = truth;
        this.clock = clock;
        this.flush = flush;
    }

    /**
     * All mappings in numbers; times are zero when there is none.
     *
     * @param oldestMillis when the first that is left was made
     * @param newestMillis when the last was made
     * @param usedMillis when they were used, on average
     */
    public record Statistics(long number, long oldestMillis, long newestMillis, long usedMillis) {}

    /**
     * Behind which mapping a page begins. Mappings that are used meanwhile move before the first
     * page, so none comes twice, and none that is left alone is missed.
     */
    public record Cursor(long usedAtMillis, String id) {
        public static final Cursor START = new Cursor(Long.MAX_VALUE, "");

        private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\.([\\w-]{1,64})");

        public Cursor {
            Objects.requireNonNull(id);
        }

        static Cursor behind(Mapping mapping) {
            return new Cursor(mapping.usedAtMillis(), mapping.id());
        }

        /** Empty when the text is none that {@link #text} wrote. */
        public static Optional<Cursor> read(String text) {
            Matcher parts = TEXT.matcher(text);
            return parts.matches()
                    ? Optional.of(new Cursor(Long.parseLong(parts.group(1)), parts.group(2)))
                    : Optional.empty();
        }

        public String text() {
            return usedAtMillis + "." + id;
        }
    }

    /**
     * Some mappings, the last used first.
     *
     * @param more whether others follow
     */
    public record Page(List<Mapping> mappings, boolean more) {
        public Page {
            mappings = List.copyOf(mappings);
        }

        /** Where the next one begins; empty when this is the last. */
        public Optional<Cursor> next() {
            return more ? Optional.of(Cursor.behind(mappings.getLast())) : Optional.empty();
        }
    }

    public Statistics statistics() {
        flush.run();
        return truth.read(handle ->
                handle.createQuery(STATISTICS)
                        .map((row, _) ->
                                new Statistics(
                                        row.getLong("number"),
                                        row.getLong("oldest"),
                                        row.getLong("newest"),
                                        row.getLong("used")))
                        .one());
    }

    /**
     * One page.
     *
     * @param limit how many it has at most
     */
    public Page recent(int limit, Cursor behind) {
        flush.run();
        List<Mapping> rows = truth.read(handle -> rows(handle, limit + 1, behind));
        return new Page(rows.subList(0, Math.min(limit, rows.size())), rows.size() > limit);
    }

    private static List<Mapping> rows(Handle handle, int limit, Cursor behind) {
        return handle.createQuery(RECENT)
                .bind("used", behind.usedAtMillis())
                .bind("id", behind.id())
                .bind("limit", limit)
                .map((row, _) -> MappingRows.mapping(row))
                .list();
    }

    /** Where the database is, and what is in it. */
    public DatabaseInfo database() {
        return truth.info();
    }

    /** Lets the database tidy up. */
    public void optimizeDatabase() {
        truth.optimize();
    }

    /** Whether there was such a mapping. */
    public boolean delete(String id) {
        flush.run();
        return truth.write(
                handle -> handle.execute("DELETE FROM conversations WHERE id = ?", id) > 0);
    }

    /**
     * Deletes those that were not used for so long, and the imported ones that nobody has claimed
     * for so long.
     *
     * @return how many there were
     */
    public long deleteUnusedFor(Duration age) {
        flush.run();
        return new Sweep(truth)
                .deleteUnusedSince(
                        clock.instant().minus(age).toEpochMilli(), Long.MAX_VALUE, () -> true);
    }
}
