package dev.sluice.conversation;

import dev.sluice.store.Database;
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
            DELETE FROM %1$s WHERE used_at < :before AND %2$s IN
                (SELECT %2$s FROM %1$s WHERE used_at < :before LIMIT %3$d)
            """;

    private static final List<String> DELETES =
            List.of(
                    DELETE.formatted("conversations", "id", ROWS_AT_ONCE),
                    DELETE.formatted("unclaimed_conversations", "chat", ROWS_AT_ONCE));

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

    /**
     * Ends when nothing is left to delete.
     *
     * @param goOn asked before each transaction
     * @return how many were deleted
     */
    long deleteUnusedSince(long millis, BooleanSupplier goOn) {
        long all = 0;
        for (String delete : DELETES) {
            int deleted = ROWS_AT_ONCE;
            while (deleted > 0 && goOn.getAsBoolean()) {
                deleted = truth.write(handle -> delete(handle, delete, millis));
                all += deleted;
            }
        }
        return all;
    }

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

    private static int delete(Handle handle, String sql, long before) {
        return handle.createUpdate(sql).bind("before", before).execute();
    }
}
