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
    private @Nullable HandleSource handles;

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
            HandleSource source = open();
            Connection open = source.connection();
            open.setAutoCommit(false);
            try (Handle handle = source.open()) {
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

    private HandleSource open() throws SQLException {
        HandleSource open = handles;
        if (open == null) {
            open = new HandleSource(file.reader());
            handles = open;
        }
        return open;
    }

    @Override
    public void close() {
        HandleSource open = handles;
        handles = null;
        if (open != null) {
            try {
                open.connection().close();
            } catch (SQLException _) {
                // It changed nothing.
            }
        }
    }
}
