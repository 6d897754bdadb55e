package dev.sluice.conversation;

import dev.sluice.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;

/** Deletes what was not used for long, a little at a time, so that nobody waits long for it. */
final class Sweep {
    static final int ROWS_AT_ONCE = 1_000;

    /**
     * The age is asked for twice: a row that is used while PostgreSQL waits for it must not go, and
     * only the outer condition is looked at again.
     */
    private static final String DELETE =
            """
            DELETE FROM %1$s WHERE %3$s AND %2$s IN
                (SELECT %2$s FROM %1$s WHERE %3$s ORDER BY used_at, %2$s LIMIT :most)
            """;

    private static final String OLD = "used_at < :before";

    /** What was imported counts from the import, however long the other system had not used it. */
    private static final String OLD_UNCLAIMED = OLD + " AND imported_at < :before";

    private static final List<String> DELETES =
            List.of(
                    DELETE.formatted("conversations", "id", OLD),
                    DELETE.formatted("unclaimed_conversations", "chat", OLD_UNCLAIMED));

    private static final String COUNT =
            """
            SELECT
                (SELECT COUNT(*) FROM conversations WHERE %1$s)
                    + (SELECT COUNT(*) FROM unclaimed_conversations WHERE %2$s) AS old,
                (SELECT COUNT(*) FROM conversations)
                    + (SELECT COUNT(*) FROM unclaimed_conversations) AS number
            """
                    .formatted(OLD, OLD_UNCLAIMED);

    /** Before there was any gateway: the clock did not know the year when the row was written. */
    private static final long UNDATED_BEFORE_MILLIS =
            Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();

    private static final String DATE =
            "UPDATE conversations SET used_at = :now WHERE used_at < :undated";

    private static final String OWNERS =
            """
            SELECT tenant, client, chat_user FROM conversations
            GROUP BY tenant, client, chat_user HAVING COUNT(*) > :most
            """;

    private static final String TRIM =
            """
            DELETE FROM conversations WHERE id IN
                (SELECT id FROM conversations
                 WHERE tenant = :tenant AND client = :client AND chat_user = :user
                 ORDER BY used_at DESC, id DESC LIMIT %d OFFSET :most)
            """
                    .formatted(ROWS_AT_ONCE);

    private final Database truth;

    Sweep(Database truth) {
        this.truth = truth;
    }

    /** How many there are, and how many of them were not used since. */
    record Count(long old, long all) {}

    Count count(long millis) {
        return truth.read(handle ->
                handle.createQuery(COUNT)
                        .bind("before", millis)
                        .map((row, _) -> new Count(row.getLong("old"), row.getLong("number")))
                        .one());
    }

    /** What was used while the clock did not know the year counts as used now. */
    void dateUndated(long nowMillis) {
        if (nowMillis > UNDATED_BEFORE_MILLIS) {
            var _ =
                    truth.write(handle ->
                            handle.createUpdate(DATE)
                                    .bind("now", nowMillis)
                                    .bind("undated", UNDATED_BEFORE_MILLIS)
                                    .execute());
        }
    }

    /**
     * Deletes those unused for longest first, and ends when nothing is left to delete.
     *
     * @param most how many may go
     * @param goOn asked before each transaction
     * @return how many were deleted
     */
    long deleteUnusedSince(long millis, long most, BooleanSupplier goOn) {
        long all = 0;
        for (String delete : DELETES) {
            int deleted = ROWS_AT_ONCE;
            while (deleted > 0 && all < most && goOn.getAsBoolean()) {
                int rows = (int) Math.min(ROWS_AT_ONCE, most - all);
                deleted = truth.write(handle -> delete(handle, delete, new Bounds(millis, rows)));
                all += deleted;
            }
        }
        return all;
    }

    private record Bounds(long before, int most) {}

    /**
     * Deletes the oldest of those who have more than anybody uses.
     *
     * @param goOn asked before each transaction
     * @return how many were deleted
     */
    long deleteBeyond(int mostOfAUser, int mostOfAClient, BooleanSupplier goOn) {
        long all = 0;
        List<Owner> owners = truth.read(handle -> owners(handle, mostOfAUser));
        for (Owner owner : owners) {
            int most = owner.user().isEmpty() ? mostOfAClient : mostOfAUser;
            int deleted = ROWS_AT_ONCE;
            while (deleted == ROWS_AT_ONCE && goOn.getAsBoolean()) {
                deleted = truth.write(handle -> trim(handle, owner, most));
                all += deleted;
            }
        }
        return all;
    }

    private record Owner(String tenant, String client, String user) {}

    private static List<Owner> owners(Handle handle, int most) {
        return handle.createQuery(OWNERS)
                .bind("most", most)
                .map((row, _) ->
                        new Owner(
                                row.getString("tenant"),
                                row.getString("client"),
                                row.getString("chat_user")))
                .list();
    }

    private static int trim(Handle handle, Owner owner, int most) {
        return handle.createUpdate(TRIM)
                .bind("tenant", owner.tenant())
                .bind("client", owner.client())
                .bind("user", owner.user())
                .bind("most", most)
                .execute();
    }

    private static int delete(Handle handle, String sql, Bounds bounds) {
        return handle.createUpdate(sql)
                .bind("before", bounds.before())
                .bind("most", bounds.most())
                .execute();
    }
}
