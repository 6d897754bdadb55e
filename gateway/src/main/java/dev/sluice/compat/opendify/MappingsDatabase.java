package dev.sluice.compat.opendify;

import dev.sluice.conversation.Unclaimed;
import dev.sluice.store.SqliteFileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteException;

/** The SQLite file in which OpenDify remembers conversations; OpenDify may be using it. */
final class MappingsDatabase {
    private static final String ROWS =
            """
            SELECT webui_chat_id, dify_conversation_id, created_at, last_used
            FROM conversation_mappings ORDER BY webui_chat_id
            """;

    private static final Duration LOCK = Duration.ofSeconds(5);

    private final Path file;

    MappingsDatabase(Path file) {
        this.file = file;
    }

    void read(Gathering gathering) throws IOException {
        try {
            rows().forEach(gathering::add);
        } catch (JdbiException failed) {
            if (failed.getCause() instanceof SQLiteException refused) {
                throw new MigrationException(
                        file
                                + " cannot be read as OpenDify's database ("
                                + refused.getMessage()
                                + "); nothing was taken over. Put a sound copy there, or move it away"
                                + " to go on without it",
                        refused);
            }
            throw new IOException(failed);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    /** OpenDify connects anew for each call, so that its log comes and goes at any moment. */
    private List<Unclaimed.Row> rows() {
        return new SqliteFileReader(file, LOCK)
                .read(handle -> handle.createQuery(ROWS).map((row, _) -> conversation(row)).list());
    }

    private static Unclaimed.Row conversation(ResultSet row) throws SQLException {
        return new Unclaimed.Row(
                Objects.requireNonNullElse(row.getString(1), ""),
                Objects.requireNonNullElse(row.getString(2), ""),
                Seconds.toMillis(row.getDouble(3)),
                Seconds.toMillis(row.getDouble(4)));
    }
}
