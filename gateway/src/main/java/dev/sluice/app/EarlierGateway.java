package dev.sluice.app;

import dev.sluice.store.Migration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/** A gateway of an earlier version that runs on a state folder: its database is not ours yet. */
public final class EarlierGateway {
    private static final String HISTORY =
            "SELECT 1 FROM sqlite_master WHERE name = 'sluice_schema'";
    private static final String TAKEN =
            "SELECT version FROM sluice_schema WHERE version IS NOT NULL";

    private EarlierGateway() {}

    /** Whether one does; to open the store would then change its database under it. */
    public static boolean runsOn(Path folder) throws IOException, SQLException {
        return isBehind(folder.resolve("sluice.db")) && StateFolder.isHeld(folder);
    }

    private static boolean isBehind(Path truth) throws SQLException {
        if (Files.notExists(truth)) {
            return false;
        }
        try (Connection reader =
                        DriverManager.getConnection("jdbc:sqlite:file:" + truth + "?mode=ro");
                Statement statement = reader.createStatement()) {
            return !taken(statement)
                    .containsAll(Schema.truth().stream().map(Migration::number).toList());
        }
    }

    private static Set<Integer> taken(Statement statement) throws SQLException {
        var taken = new HashSet<Integer>();
        if (statement.executeQuery(HISTORY).next()) {
            ResultSet rows = statement.executeQuery(TAKEN);
            while (rows.next()) {
                taken.add(rows.getInt(1));
            }
        }
        return taken;
    }
}
