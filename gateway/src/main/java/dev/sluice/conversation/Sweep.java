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

    private static int delete(Handle handle, String sql, long before) {
        return handle.createUpdate(sql).bind("before", before).execute();
    }
}
