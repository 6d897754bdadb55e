package dev.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.flywaydb.core.Flyway;

/** Opens the two files of a state folder and brings them up to date. */
final class SqliteOpening {
    private final Backups backups;
    private final Limits limits;

    SqliteOpening(Backups backups, Limits limits) {
        this.backups = backups;
        this.limits = limits;
    }

    /** What is in it is kept whatever it is. */
    SqliteEngine truth(Schema schema) {
        return open(
                new SqliteFile(backups.truth(), SqliteFile.Safety.EVERY_TRANSACTION, limits.lock()),
                schema,
                true);
    }

    /** What cannot be used is set aside, and a new one made. */
    SqliteEngine flow(Schema schema) {
        var file =
                new SqliteFile(backups.flow(), SqliteFile.Safety.ALL_BUT_THE_LAST, limits.lock());
        try {
            return open(file, schema, false);
        } catch (StoreException unusable) {
            switch (unusable.kind()) {
                case NEWER, CHANGED, BROKEN -> setAside(file);
                case MISCONFIGURED,
                        AWAY,
                        READ_ONLY,
                        FULL,
                        BUSY,
                        UNCONFIRMED,
                        CONFLICT,
                        INTERRUPTED,
                        CLOSED ->
                        throw unusable;
            }
            return open(file, schema, false);
        }
    }

    private SqliteEngine open(SqliteFile file, Schema schema, boolean precious) {
        Connection writer =
                away("sluice-opening", file.path(), () -> connect(file, schema, precious));
        return new SqliteEngine(file, writer, limits);
    }

    private Connection connect(SqliteFile file, Schema schema, boolean precious)
            throws SQLException, IOException {
        PrivateFiles.folder(backups.folder());
        Connection writer = file.writer();
        try {
            if (!precious && !SqliteFile.query(writer, "PRAGMA quick_check(1)").equals("ok")) {
                throw new StoreException(StoreException.Kind.BROKEN, file.path() + " is damaged");
            }
            String place = file.path().toString();
            var state = schema.examine(writer, place, backups.wayBack());
            if (!state.pending().isEmpty()) {
                if (precious && !state.isNew()) {
                    backups.beforeMigration(file, state.newest());
                }
                schema.migrate(Flyway.configure().dataSource(file.source()), place);
            }
            return writer;
        } catch (SQLException | IOException | RuntimeException failed) {
            writer.close();
            throw failed;
        }
    }

    private static void setAside(SqliteFile file) {
        away(
                "sluice-opening",
                file.path(),
                () -> {
                    Path aside = file.path().resolveSibling(file.path().getFileName() + ".aside");
                    Files.move(file.path(), aside, StandardCopyOption.REPLACE_EXISTING);
                    for (Path part : file.parts()) {
                        Files.deleteIfExists(part);
                    }
                    return aside;
                });
    }

    /** On a thread of its own, with failures told for a user. */
    static <T> T away(String thread, Path file, Callable<T> work) {
        try {
            return OwnThread.call(thread, work);
        } catch (RuntimeException failed) {
            Throwable told = new SqliteFailures(file).tell(failed);
            throw told instanceof RuntimeException known ? known : failed;
        }
    }
}
