package dev.sluice.store;

import dev.sluice.worker.Worker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One file with its own threads: one that writes, four that read. */
final class SqliteEngine implements Engine {
    private static final int READERS = 4;

    private static final String SIZE =
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
    private static final String TABLES =
            """
            SELECT name FROM sqlite_schema
            WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'
            ORDER BY name
            """;

    private final SqliteFile file;
    private final Lane writing;
    private final Lane reading;

    SqliteEngine(SqliteFile file, Connection writer, Limits limits) {
        this.file = file;
        String name = "sluice-" + file.path().getFileName();
        this.writing = new Lane(name + "-writer", List.of(new SqliteWriter(file, writer)), limits);
        this.reading =
                new Lane(
                        name + "-reader",
                        Stream.generate(() -> new SqliteReader(file)).limit(READERS).toList(),
                        limits);
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
        return writing.call(work);
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        return reading.call(work);
    }

    @Override
    public void backup(Path target) {
        if (Files.exists(target)) {
            throw new StoreException(
                    StoreException.Kind.READ_ONLY,
                    target + " is there already; name a file that is not");
        }
        requireFolder(target.toAbsolutePath().getParent());
        SqliteOpening.away(
                "sluice-backup",
                file.path(),
                () -> {
                    file.copyTo(target);
                    return target;
                });
    }

    /** Otherwise the failure would name the database, or the draft of the copy. */
    private static void requireFolder(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        if (Files.notExists(folder)) {
            throw noPlace("there is no folder " + folder + "; make it, or name another file");
        }
        if (!Files.isDirectory(folder)) {
            throw noPlace(folder + " is a file, not a folder; name another file");
        }
        if (!Files.isWritable(folder)) {
            throw noPlace(
                    "the folder "
                            + folder
                            + " cannot be written to; give this user the right to, or name another"
                            + " file");
        }
    }

    private static StoreException noPlace(String message) {
        return new StoreException(StoreException.Kind.READ_ONLY, message);
    }

    @Override
    public DatabaseInfo info() {
        return read(handle ->
                new DatabaseInfo(
                        file.path().toAbsolutePath().toString(),
                        handle.createQuery(SIZE).mapTo(Long.class).one(),
                        handle.createQuery("PRAGMA journal_mode").mapTo(String.class).one(),
                        handle.createQuery(TABLES).mapTo(String.class).list()));
    }

    @Override
    public void optimize() {
        SqliteOpening.away(
                "sluice-optimize",
                file.path(),
                () -> {
                    file.optimize();
                    return file.path();
                });
    }

    @Override
    public List<? extends Worker> threads() {
        return Stream.of(writing, reading).flatMap(lane -> lane.threads().stream()).toList();
    }

    /** Readers first: the last connection of a file folds its log into it. */
    @Override
    public void close() {
        reading.close();
        writing.close();
    }
}
