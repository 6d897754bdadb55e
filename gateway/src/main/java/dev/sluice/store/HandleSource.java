package dev.sluice.store;

import java.sql.Connection;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;

/**
 * The handles that works get: one each, over a connection whose transaction is the store's. Making
 * a source costs more than most works, and it knows the statements it has seen: one is kept as long
 * as its connection.
 */
final class HandleSource {
    private final Connection connection;
    private final Jdbi jdbi;

    HandleSource(Connection connection) {
        this.connection = connection;
        jdbi = Jdbi.create(connection);
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        // Values are prompts, answers and keys: none may reach a message.
        jdbi.getConfig(StatementExceptions.class)
                .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    }

    Connection connection() {
        return connection;
    }

    Handle open() {
        return jdbi.open();
    }

    /**
     * Ends a transaction that may be open. SQLite may have ended it by itself; then the reason of
     * that is what counts.
     *
     * @return whether that was possible; otherwise the connection must not be used again
     */
    boolean undo() {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
            return true;
        } catch (Throwable _) {
            return false;
        }
    }
}
