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
    private @Nullable HandleSource handles;

    SqliteWriter(SqliteFile file, Connection connection) {
        this.file = file;
        this.failures = new SqliteFailures(file.path());
        this.handles = new HandleSource(connection);
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
            HandleSource source = open();
            Connection open = source.connection();
            open.setAutoCommit(false);
            for (Job<?> job : jobs) {
                runApart(source, job);
            }
            open.commit();
            open.setAutoCommit(true);
        } catch (Throwable failed) {
            undo();
            if (jobs.size() == 1) {
                jobs.getFirst().fail(failures.tell(failed));
            }
            return jobs.size() == 1;
        }
        jobs.forEach(Job::succeed);
        return true;
    }

    private void runApart(HandleSource source, Job<?> job) throws SQLException {
        Connection open = source.connection();
        Savepoint before = open.setSavepoint();
        try (Handle handle = source.open()) {
            job.run(handle);
        } catch (Throwable failed) {
            job.fail(failures.tell(failed));
            open.rollback(before);
        }
        open.releaseSavepoint(before);
    }

    private HandleSource open() throws Exception {
        HandleSource open = handles;
        if (open == null) {
            open = new HandleSource(file.nextWriter());
            handles = open;
        }
        return open;
    }

    private void undo() {
        HandleSource open = handles;
        if (open != null && !open.undo()) {
            close();
        }
    }

    @Override
    public void close() {
        HandleSource open = handles;
        handles = null;
        if (open != null) {
            try {
                open.connection().close();
            } catch (Throwable _) {
                // The next one recovers from the log.
            }
        }
    }
}
