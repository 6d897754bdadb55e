package dev.sluice.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.sqlite.SQLiteException;

/** What SQLite's refusals, and its disk's, mean to a user. */
final class SqliteFailures {
    private static final int PRIMARY_CODE = 0xff;
    private static final int DAMAGED = 11;

    /** Damaged, and no database. */
    private static final Set<Integer> NO_DATABASE = Set.of(DAMAGED, 26);

    private final Path file;

    SqliteFailures(Path file) {
        this.file = file;
    }

    /** What is not the database's own failure stays what it is. */
    Throwable tell(Throwable thrown) {
        return Causes.of(thrown)
                .filter(cause -> cause instanceof SQLiteException || cause instanceof IOException)
                .findFirst()
                .map(cause -> meaning(thrown, cause))
                .orElse(thrown);
    }

    /** Whether the file is damaged, or was never a database. */
    static boolean isNoDatabase(Throwable thrown) {
        return Causes.of(thrown)
                .anyMatch(cause ->
                        cause instanceof SQLiteException refused
                                && NO_DATABASE.contains(
                                        refused.getResultCode().code & PRIMARY_CODE));
    }

    /** A table can only be missing where all are; in a file with something in it, it is a bug. */
    private boolean isEmptied(SQLiteException refused) {
        return String.valueOf(refused.getMessage()).contains("no such table")
                && SqliteFile.isEmpty(file);
    }

    private Throwable meaning(Throwable thrown, Throwable cause) {
        return cause instanceof SQLiteException refused
                ? refusal(
                        thrown,
                        isEmptied(refused) ? DAMAGED : refused.getResultCode().code & PRIMARY_CODE)
                : disk((IOException) cause);
    }

    private Throwable refusal(Throwable thrown, int code) {
        return switch (code) {
            case 5, 6 ->
                    failure(
                            StoreException.Kind.BUSY,
                            "%s is held by another program, so nothing was done; stop that program",
                            thrown);
            case 8, 14 -> readOnly(thrown);
            case 10 ->
                    failure(
                            StoreException.Kind.BROKEN,
                            "the disk fails under %s; check the disk, then restore a backup if need be",
                            thrown);
            case DAMAGED, 26 ->
                    failure(
                            StoreException.Kind.BROKEN,
                            "%s is damaged or is no database; keep it, and put a backup in its place with: sluice restore FILE",
                            thrown);
            case 13 ->
                    failure(
                            StoreException.Kind.FULL,
                            "the disk of %s is full, so nothing was done; make room",
                            thrown);
            case 19 ->
                    failure(
                            StoreException.Kind.CONFLICT,
                            "%s holds data that forbids this, so nothing was done",
                            thrown);
            // SQLite's other codes tell of mistakes in a statement, which are bugs.
            default -> thrown;
        };
    }

    /** The system's own words are all that Java passes on. */
    static boolean isFull(IOException refused) {
        String message = String.valueOf(refused.getMessage());
        return message.contains("No space left") || message.contains("quota exceeded");
    }

    private StoreException disk(IOException cause) {
        if (isFull(cause)) {
            return failure(
                    StoreException.Kind.FULL,
                    "the disk of %s is full, so nothing was done; make room",
                    cause);
        }
        return switch (cause) {
            case NoSuchFileException missing ->
                    new StoreException(
                            StoreException.Kind.READ_ONLY,
                            missing.getFile() + " is not there; name one that is, or make it",
                            cause);
            case FileSystemException other when other.getFile() != null ->
                    readOnly(other.getFile(), cause);
            case FileSystemException _ -> readOnly(cause);
            // The kinds of what a disk may say are open.
            default ->
                    failure(
                            StoreException.Kind.BROKEN,
                            "the disk fails under %s; check the disk",
                            cause);
        };
    }

    private StoreException readOnly(Throwable cause) {
        return readOnly(file.toString(), cause);
    }

    /** It is not always the database that is refused, such as where a backup is to be made. */
    private static StoreException readOnly(String place, Throwable cause) {
        return new StoreException(
                StoreException.Kind.READ_ONLY,
                "%s cannot be written to; give this user the right to write it and its folder, or choose another folder with --data DIR"
                        .formatted(place),
                cause);
    }

    private StoreException failure(StoreException.Kind kind, String message, Throwable cause) {
        return new StoreException(kind, message.formatted(file), cause);
    }
}
