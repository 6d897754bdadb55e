package dev.sluice.records;

import dev.sluice.store.Database;
import dev.sluice.store.Migration;
import dev.sluice.store.SqliteFileReader;
import dev.sluice.store.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;

/** Looks up the newest records of requests, in the database of what flows. Thread-safe; blocks. */
public final class RequestRecords {
    /** The schema, for the database of what flows. */
    public static final List<Migration> MIGRATIONS =
            List.of(Migration.read(RequestRecords.class, "V0001__request_records.sql"));

    private static final Duration LOCK = Duration.ofSeconds(4);
    private static final String FIND =
            """
            SELECT record FROM request_records
            WHERE request_id = :id ORDER BY seq DESC LIMIT 1
            """;
    private static final String NEWEST =
            "SELECT record FROM request_records ORDER BY seq DESC LIMIT :limit";
    private static final String KEPT =
            "SELECT COUNT(*) AS count, COALESCE(MIN(started_at), 0) AS since FROM request_records";

    private final Reading flow;

    private RequestRecords(Reading flow) {
        this.flow = flow;
    }

    /** The one looked into by the gateway itself. */
    public static RequestRecords in(Database flow) {
        return new RequestRecords(flow::read);
    }

    /**
     * Those of a state folder that a gateway may be using right now: nothing is locked, changed or
     * migrated. Its methods throw {@link UncheckedIOException}, with a message for the user.
     */
    public static Optional<RequestRecords> in(Path stateFolder) {
        var file = SqliteFileReader.flow(stateFolder, LOCK);
        return file.exists()
                ? Optional.of(new RequestRecords(new FileReading(file)))
                : Optional.empty();
    }

    /** A way to the table. */
    private interface Reading {
        <T> T read(Work<T> work);
    }

    private record FileReading(SqliteFileReader file) implements Reading {
        @Override
        public <T> T read(Work<T> work) {
            try {
                return file.read(work);
            } catch (JdbiException unreadable) {
                throw new UncheckedIOException(
                        file.path() + " holds no records that can be read",
                        new IOException(unreadable));
            }
        }
    }

    /**
     * How much there is.
     *
     * @param sinceMillis when the oldest request began, since the epoch; zero without any
     */
    public record Kept(long count, long sinceMillis) {}

    public Optional<RequestRecord> find(String requestId) {
        return flow.read(handle ->
                handle.createQuery(FIND)
                        .bind("id", requestId)
                        .mapTo(String.class)
                        .findFirst()
                        .map(RecordJson::read));
    }

    /** The newest first. */
    public List<RequestRecord> newest(int limit) {
        return flow.read(handle ->
                handle.createQuery(NEWEST)
                        .bind("limit", limit)
                        .mapTo(String.class)
                        .map(RecordJson::read)
                        .list());
    }

    public Kept kept() {
        return flow.read(handle ->
                handle.createQuery(KEPT)
                        .map((row, _) -> new Kept(row.getLong("count"), row.getLong("since")))
                        .one());
    }
}
