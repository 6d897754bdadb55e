package dev.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * One file of SQLite, and how it is spoken to. Its methods block inside SQLite: only for the
 * store's own threads.
 */
final class SqliteFile {
    /** What the log is cut back to after it had to grow. */
    private static final int LOG_BYTES = 64 * 1024 * 1024;

    /** SQLite's flags: analyze, with a limit, also tables that this connection has not used. */
    private static final int ALL_TABLES_BY_SAMPLES = 0x2 | 0x10 | 0x10000;

    private final Path path;
    private final Safety safety;
    private final Duration lock;

    /** What outlasts a loss of power. */
    enum Safety {
        EVERY_TRANSACTION(SynchronousMode.FULL, "2"),
        ALL_BUT_THE_LAST(SynchronousMode.NORMAL, "1");

        private final SynchronousMode mode;
        private final String level;

        Safety(SynchronousMode mode, String level) {
            this.mode = mode;
            this.level = level;
        }
    }

    SqliteFile(Path path, Safety safety, Duration lock) {
        this.path = path;
        this.safety = safety;
        this.lock = lock;
    }

    Path path() {
        return path;
    }

    /** The file and what SQLite keeps beside it. */
    List<Path> parts() {
        return List.of(path, beside("-wal"), beside("-shm"));
    }

    private Path beside(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    /** Whether there is a file with nothing in it, which is none that was opened and migrated. */
    static boolean isEmpty(Path file) {
        try {
            return Files.size(file) == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /** SQLite would make another database in the place of one that was deleted or emptied. */
    private void requireContent() throws IOException {
        if (Files.size(path) == 0) {
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    path
                            + " was emptied; stop the gateway, and put a backup in its place with:"
                            + " sluice restore FILE");
        }
    }

    /** As {@link #writer}, for a file that was opened before. */
    Connection nextWriter() throws SQLException, IOException {
        requireContent();
        return writer();
    }

    /** Makes it if it is not there; checks that it is as safe as it is meant to be. */
    Connection writer() throws SQLException, IOException {
        PrivateFiles.file(path);
        Connection connection = source().getConnection();
        try {
            require(connection, "journal_mode", "wal");
            require(connection, "synchronous", safety.level);
            require(connection, "foreign_keys", "1");
            return connection;
        } catch (SQLException | StoreException refused) {
            connection.close();
            throw refused;
        }
    }

    /** Refuses to change anything. */
    Connection reader() throws SQLException, IOException {
        requireContent();
        SQLiteConfig config = config();
        config.setTransactionMode(TransactionMode.DEFERRED);
        Connection connection = source(config).getConnection();
        execute(connection, "PRAGMA query_only = ON");
        return connection;
    }

    SQLiteDataSource source() {
        SQLiteConfig config = config();
        // A transaction that begins to read and then wants to write could not wait its turn.
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        return source(config);
    }

    /** The whole, of this moment, into a new file; readers and writers go on. */
    void copyTo(Path target) throws SQLException, IOException {
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        PrivateFiles.file(partial);
        try (Connection connection = source().getConnection();
                var statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, partial.toString());
            var _ = statement.executeUpdate();
            PrivateFiles.sync(partial);
            PrivateFiles.move(partial, target);
            PrivateFiles.syncName(target);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /**
     * Renews what the planner knows of all tables, by samples, and takes of the log into the file
     * what nobody has to wait for. The file is not made smaller: that would lock all writers out
     * while it is written anew, and its free pages are used again.
     */
    void optimize() throws SQLException {
        try (Connection connection = source().getConnection()) {
            execute(connection, "PRAGMA optimize = " + ALL_TABLES_BY_SAMPLES);
            execute(connection, "PRAGMA wal_checkpoint(PASSIVE)");
        }
    }

    private SQLiteDataSource source(SQLiteConfig config) {
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + path.toAbsolutePath());
        return source;
    }

    private SQLiteConfig config() {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(safety.mode);
        config.setBusyTimeout((int) lock.toMillis());
        config.setJournalSizeLimit(LOG_BYTES);
        config.enforceForeignKeys(true);
        return config;
    }

    private void require(Connection connection, String pragma, String wanted) throws SQLException {
        String found = query(connection, "PRAGMA " + pragma);
        if (!found.equals(wanted)) {
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    "SQLite keeps %s with %s=%s instead of %s, which may lose data; choose a folder on a local disk with --data DIR"
                            .formatted(path, pragma, found, wanted));
        }
    }

    static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            var _ = statement.execute(sql);
        }
    }
}
