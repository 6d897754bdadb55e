package dev.sluice.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the works that change a file, many in one transaction: making one durable costs as
 * much as making a hundred.
 */
final class SqliteWriter implements Lane.Hand {
    private static final int SPAN = 128;

    private final SqliteFile file;
    private final SqliteFailures failures;
    private @Nullable Connection connection;

    SqliteWriter(SqliteFile file, Connection connection) {
        this.file = file;
        this.failures = new SqliteFailures(file.path());
        this.connection = connection;
    }

    @Override
    public int span() {
        return SPAN;
    }

    @Override
    public void carryOut(List<Job<?>> jobs) {
        var taken = jobs.stream().filter(Job::take).toList();
        if (taken.isEmpty() || together(taken)) {
            return;
        }
        // One of them spoilt it for all, perhaps only at the commit; alone it spoils nothing.
        taken.stream().filter(job -> !job.isOver()).forEach(job -> together(List.of(job)));
    }

    /** Whether each has its end. */
    private boolean together(List<Job<?>> jobs) {
        try {
            Connection open = open();
            open.setAutoCommit(false);
            for (Job<?> job : jobs) {
                runApart(open, job);
            }
            open.commit();
            open.setAutoCommit(true);
        } catch (Exception failed) {
            undo();
            if (jobs.size() == 1) {
                jobs.getFirst().fail(failures.tell(failed));
            }
            return jobs.size() == 1;
        }
        jobs.forEach(Job::succeed);
        return true;
    }

    private void runApart(Connection open, Job<?> job) throws SQLException {
        Savepoint before = open.setSavepoint();
        try (Handle handle = new HandleSource(open).open()) {
            job.run(handle);
        } catch (Throwable failed) {
            job.fail(failures.tell(failed));
            open.rollback(before);
        }
        open.releaseSavepoint(before);
    }

    private Connection open() throws Exception {
        Connection open = connection;
        if (open == null) {
            open = file.writer();
            connection = open;
        }
        return open;
    }

    /** A connection that cannot even undo is not used again. */
    private void undo() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        try {
            open.rollback();
            open.setAutoCommit(true);
        } catch (SQLException _) {
            close();
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException _) {
                // The next one recovers from the log.
            }
        }
    }
}
