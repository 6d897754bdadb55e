package dev.sluice.store;

import java.sql.Connection;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;

/** The handles that works get: one each, over a connection whose transaction is the store's. */
final class HandleSource {
    private final Jdbi jdbi;

    HandleSource(Connection connection) {
        jdbi = Jdbi.create(connection);
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        // Values are prompts, answers and keys: none may reach a message.
        jdbi.getConfig(StatementExceptions.class)
                .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    }

    Handle open() {
        return jdbi.open();
    }
}
