package dev.sluice.migration;

import dev.sluice.conversation.Unclaimed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.sqlite.SQLiteException;

/** The SQLite file in which OpenDify remembers conversations; OpenDify may be using it. */
final class MappingsDatabase {
    private static final String ROWS =
            """
            SELECT webui_chat_id, dify_conversation_id, created_at, last_used
            FROM conversation_mappings ORDER BY webui_chat_id
            """;

    /** Nothing is made beside the file, and no lock is taken. */
    private static final String AT_REST = "mode=ro&immutable=1";

    /** A reader beside the writer, which both can be at once. */
    private static final String IN_USE = "mode=ro&busy_timeout=5000";

    private final Path file;

    MappingsDatabase(Path file) {
        this.file = file;
    }

    void read(Gathering gathering) throws IOException {
        try {
            rows().forEach(gathering::add);
        } catch (SQLiteException refused) {
            throw new MigrationException(
                    file
                            + " cannot be read as OpenDify's database ("
                            + refused.getMessage()
                            + "); nothing was taken over. Put a sound copy there, or move it away"
                            + " to go on without it",
                    refused);
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
    }

    /** OpenDify connects anew for each call, so that its log comes and goes at any moment. */
    private List<Unclaimed.Row> rows() throws IOException, SQLException {
        if (isInUse()) {
            return rows(IN_USE);
        }
        var before = Files.getLastModifiedTime(file);
        List<Unclaimed.Row> rows = rows(AT_REST);
        boolean same = !isInUse() && Files.getLastModifiedTime(file).equals(before);
        return same ? rows : rows(IN_USE);
    }

    /** The log of SQLite is there while somebody has the file open, and after a crash. */
    private boolean isInUse() {
        return Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
    }

    private List<Unclaimed.Row> rows(String how) throws SQLException {
        String url = "jdbc:sqlite:file:" + file.toUri().getRawPath() + "?" + how;
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(ROWS)) {
            var rows = new ArrayList<Unclaimed.Row>();
            while (found.next()) {
                rows.add(
                        new Unclaimed.Row(
                                Objects.requireNonNullElse(found.getString(1), ""),
                                Objects.requireNonNullElse(found.getString(2), ""),
                                Seconds.toMillis(found.getDouble(3)),
                                Seconds.toMillis(found.getDouble(4))));
            }
            return rows;
        }
    }
}
