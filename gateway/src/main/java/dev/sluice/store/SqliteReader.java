package dev.sluice.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Carries out works that only look, one by one, each on one moment of the file. */
final class SqliteReader implements Lane.Hand {
    private final SqliteFile file;
    private final SqliteFailures failures;
    private @Nullable Connection connection;

    SqliteReader(SqliteFile file) {
        this.file = file;
        this.failures = new SqliteFailures(file.path());
    }

    @Override
    public int span() {
        return 1;
    }

    @Override
    public void carryOut(List<Job<?>> jobs) {
        jobs.stream().filter(Job::take).forEach(this::look);
    }

    private void look(Job<?> job) {
        try {
            Connection open = open();
            open.setAutoCommit(false);
            try (Handle handle = new HandleSource(open).open()) {
                job.run(handle);
            } finally {
                open.rollback();
                open.setAutoCommit(true);
            }
        } catch (Throwable failed) {
            job.fail(failures.tell(failed));
            return;
        }
        job.succeed();
    }

    private Connection open() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = file.reader();
            connection = open;
        }
        return open;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException _) {
                // It changed nothing.
            }
        }
    }
}
