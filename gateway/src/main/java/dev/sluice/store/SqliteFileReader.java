package dev.sluice.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Reads a SQLite file that another program may be using: without changing or locking it, and
 * without leaving a log beside it. Errors of SQLite are thrown as they come from the handle.
 */
public final class SqliteFileReader {
    private static final String AT_REST = "?immutable=1";
    private static final String IN_USE = "";

    private final Path file;
    private final Duration lock;

    /**
     * @param lock how long to wait for another program's transaction
     */
    public SqliteFileReader(Path file, Duration lock) {
        this.file = file;
        this.lock = lock;
    }

    /** The records of requests in a state folder. */
    public static SqliteFileReader flow(Path stateFolder, Duration lock) {
        return new SqliteFileReader(stateFolder.resolve(Backups.FLOW), lock);
    }

    public Path path() {
        return file;
    }

    public boolean exists() {
        return Files.exists(file);
    }

    /** The work may run twice, since it is repeated when the file changed meanwhile. */
    public <T> T read(Work<T> work) {
        if (isInUse()) {
            return read(work, IN_USE);
        }
        FileTime before = changed();
        T seen = read(work, AT_REST);
        boolean same = !isInUse() && changed().equals(before);
        return same ? seen : read(work, IN_USE);
    }

    /** Of a file nobody uses, SQLite would make itself a log, which could be left behind. */
    private boolean isInUse() {
        return Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
    }

    private FileTime changed() {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private <T> T read(Work<T> work, String how) {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout((int) lock.toMillis());
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toUri() + how);
        return Jdbi.create(source).withHandle(work::on);
    }
}
