package dev.sluice.store;

import java.io.IOException;
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

    /** Later the log may have been deleted, and a connection that is opened then makes another. */
    @Override
    public void prepare() {
        try {
            SqliteFile.query(open().connection(), "PRAGMA schema_version");
        } catch (Throwable _) {
            // The first work tries it again, and fails with the reason.
        }
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
            source.connection().setAutoCommit(false);
            try (Handle handle = source.open()) {
                job.run(handle);
            }
        } catch (Throwable failed) {
            undo();
            job.fail(failures.tell(failed));
            return;
        }
        undo();
        job.succeed();
    }

    private void undo() {
        HandleSource open = handles;
        if (open != null && !open.undo()) {
            close();
        }
    }

    private HandleSource open() throws SQLException, IOException {
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
