package dev.sluice.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The copies of the truth that a state folder keeps. Restoring and resetting are for folders that
 * no store has open.
 */
public final class Backups {
    static final String TRUTH = "sluice.db";
    static final String FLOW = "flow.db";
    private static final String FOLDER = "backups";
    private static final String SUFFIX = ".db";
    private static final String MIGRATION = "-before-step-";
    private static final int MIGRATIONS_KEPT = 3;
    private static final Duration LOCK = Duration.ofSeconds(1);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final InstantSource clock;

    public Backups(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    Path folder() {
        return folder;
    }

    /** The truth itself, of which there is a file once a gateway or a command made it. */
    public Path truth() {
        return folder.resolve(TRUTH);
    }

    Path flow() {
        return folder.resolve(FLOW);
    }

    /** Newest first. */
    public List<Path> list() {
        Path backups = folder.resolve(FOLDER);
        if (!Files.isDirectory(backups)) {
            return List.of();
        }
        try (var files = Files.list(backups)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Old ones of its kind go. */
    void beforeMigration(SqliteFile file, int newest) throws SQLException, IOException {
        Path made = place(MIGRATION + (newest + 1));
        file.copyTo(made);
        // By its name it may be the oldest, where the clock is wrong.
        var old =
                list().stream()
                        .filter(backup -> backup.getFileName().toString().contains(MIGRATION))
                        .filter(backup -> !backup.equals(made))
                        .skip(MIGRATIONS_KEPT - 1)
                        .toList();
        for (Path backup : old) {
            Files.delete(backup);
        }
    }

    /** A new file for one more. */
    public Path next() {
        try {
            return place("");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** For a user whose truth is newer than the program. */
    String wayBack() {
        return list().stream()
                .filter(backup -> backup.getFileName().toString().contains(MIGRATION))
                .findFirst()
                .map(backup -> "go back to the data before it with: sluice restore " + backup)
                .orElse("choose another folder with --data DIR");
    }

    private Path place(String reason) throws IOException {
        Path backups = folder.resolve(FOLDER);
        PrivateFiles.folder(backups);
        return backups.resolve("sluice-" + STAMP.format(clock.instant()) + reason + SUFFIX);
    }

    /**
     * Puts a backup in the place of the truth.
     *
     * @return where the replaced truth is kept, if there was one
     */
    public Optional<Path> restore(Path backup) {
        if (Files.isDirectory(backup)) {
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    backup + " is a folder; name a file that `sluice backup` made");
        }
        if (Files.notExists(backup)) {
            String newest = list().stream().findFirst().map(made -> ", such as " + made).orElse("");
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    "there is no file " + backup + "; name one that `sluice backup` made" + newest);
        }
        return SqliteOpening.away("sluice-restore", backup, () -> replace(backup));
    }

    private Optional<Path> replace(Path backup) throws SQLException, IOException {
        PrivateFiles.folder(folder);
        var incoming =
                new SqliteFile(
                        folder.resolve(TRUTH + ".restoring"),
                        SqliteFile.Safety.EVERY_TRANSACTION,
                        LOCK);
        try {
            PrivateFiles.copy(backup, incoming.path());
            check(incoming, backup);
            Optional<Path> kept = keep("-before-restore");
            for (Path part : truthFile().parts().subList(1, 3)) {
                Files.deleteIfExists(part);
            }
            PrivateFiles.move(incoming.path(), truth());
            PrivateFiles.syncName(truth());
            return kept;
        } finally {
            for (Path part : incoming.parts()) {
                Files.deleteIfExists(part);
            }
        }
    }

    private static void check(SqliteFile file, Path backup) throws SQLException, IOException {
        try (Connection connection = file.writer()) {
            String health = SqliteFile.query(connection, "PRAGMA integrity_check(1)");
            if (!health.equals("ok") || !Schema.isIn(connection)) {
                throw noBackup(backup);
            }
        } catch (SQLException unreadable) {
            if (SqliteFailures.isNoDatabase(unreadable)) {
                throw noBackup(backup);
            }
            throw unreadable;
        }
        PrivateFiles.sync(file.path());
    }

    private static StoreException noBackup(Path backup) {
        return new StoreException(
                StoreException.Kind.BROKEN,
                backup
                        + " is damaged or not a backup of Sluice; nothing was changed. Name a file"
                        + " that `sluice backup` made");
    }

    /** A copy of the truth with what is still in its log. */
    private Optional<Path> keep(String reason) throws IOException {
        if (!Files.exists(truth())) {
            return Optional.empty();
        }
        Path kept = place(reason);
        PrivateFiles.copy(truth(), kept);
        Path log = truthFile().parts().get(1);
        if (Files.exists(log)) {
            PrivateFiles.copy(log, kept.resolveSibling(kept.getFileName() + "-wal"));
        }
        PrivateFiles.syncName(kept);
        return Optional.of(kept);
    }

    /**
     * Removes truth and flow.
     *
     * @return where the truth is kept, if there was one
     */
    public Optional<Path> reset() {
        return SqliteOpening.away("sluice-reset", truth(), this::remove);
    }

    private Optional<Path> remove() throws IOException {
        Optional<Path> kept = keep("-before-reset");
        var flow = new SqliteFile(flow(), SqliteFile.Safety.ALL_BUT_THE_LAST, LOCK);
        for (SqliteFile file : List.of(flow, truthFile())) {
            for (Path part : file.parts()) {
                Files.deleteIfExists(part);
            }
        }
        if (Files.isDirectory(folder)) {
            PrivateFiles.syncName(truth());
        }
        return kept;
    }

    private SqliteFile truthFile() {
        return new SqliteFile(truth(), SqliteFile.Safety.EVERY_TRANSACTION, LOCK);
    }
}
