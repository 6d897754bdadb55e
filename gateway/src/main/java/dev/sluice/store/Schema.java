package dev.sluice.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jdbi.v3.core.ConnectionException;

/** The steps one database has taken, and those it has yet to take. */
final class Schema {
    private static final String TABLE = "sluice_schema";

    private static final String HISTORY =
            "SELECT version, checksum FROM " + TABLE + " WHERE version IS NOT NULL";

    private final List<Migration> known;

    /** What a database is found to have taken: none if it is new. */
    record State(int newest, List<Migration> pending) {
        State {
            pending = List.copyOf(pending);
        }

        boolean isNew() {
            return newest == 0;
        }
    }

    private record Step(Migration migration) implements JavaMigration {
        @Override
        public MigrationVersion getVersion() {
            return MigrationVersion.fromVersion(Integer.toString(migration.number()));
        }

        @Override
        public String getDescription() {
            return migration.name();
        }

        @Override
        public Integer getChecksum() {
            return migration.checksum();
        }

        @Override
        public boolean canExecuteInTransaction() {
            return true;
        }

        @Override
        public void migrate(Context context) {
            try (Statement statement = context.getConnection().createStatement()) {
                // An update, since SQLite's driver carries out only the first statement otherwise.
                var _ = statement.executeUpdate(migration.sql());
            } catch (SQLException failed) {
                throw new StoreException(
                        StoreException.Kind.BROKEN,
                        "step %d (%s): %s"
                                .formatted(
                                        migration.number(), migration.name(), failed.getMessage()),
                        failed);
            }
        }
    }

    Schema(List<Migration> known) {
        this.known = known.stream().sorted(Comparator.comparingInt(Migration::number)).toList();
        if (known.stream().map(Migration::number).distinct().count() < known.size()) {
            throw new IllegalArgumentException("two steps have one number: " + this.known);
        }
    }

    /**
     * One query; starting the migration tool costs several hundred milliseconds.
     *
     * @param place how messages call the database
     * @param wayBack what else to do when the data is newer than this program
     * @throws StoreException if this program must not touch it
     */
    State examine(Connection connection, String place, String wayBack) throws SQLException {
        Map<Integer, Integer> taken = history(connection);
        int newest = taken.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        int newestKnown = known.isEmpty() ? 0 : known.getLast().number();
        if (newest > newestKnown) {
            throw new StoreException(
                    StoreException.Kind.NEWER,
                    "SCHEMA-NEWER: %s has taken schema step %d, and this program knows steps up to %d; use the newer program, or %s"
                            .formatted(place, newest, newestKnown, wayBack));
        }
        var pending = new ArrayList<Migration>();
        for (Migration step : known) {
            Integer checksum = taken.get(step.number());
            if (checksum == null) {
                pending.add(step);
            } else if (checksum != step.checksum()) {
                throw changed(place, step);
            }
        }
        return new State(newest, pending);
    }

    private static StoreException changed(String place, Migration step) {
        return new StoreException(
                StoreException.Kind.CHANGED,
                ("%s has taken schema step %d (%s) with other contents than this program's; use the"
                                + " program that it was made with, and never change a step once it is"
                                + " released: add a new one")
                        .formatted(place, step.number(), step.name()));
    }

    /** Whether a database has not taken every step. */
    boolean isBehind(Connection connection) {
        try {
            Map<Integer, Integer> taken = history(connection);
            return known.stream().anyMatch(step -> !taken.containsKey(step.number()));
        } catch (SQLException failed) {
            throw new ConnectionException(failed);
        }
    }

    /** Whether a database is one of ours. */
    static boolean isIn(Connection connection) throws SQLException {
        return !history(connection).isEmpty();
    }

    private static Map<Integer, Integer> history(Connection connection) throws SQLException {
        var taken = new HashMap<Integer, Integer>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(HISTORY)) {
            while (rows.next()) {
                taken.put(Integer.valueOf(rows.getString(1)), rows.getInt(2));
            }
        } catch (SQLException failed) {
            if (!isMissingTable(failed)) {
                throw failed;
            }
        }
        return taken;
    }

    private static boolean isMissingTable(SQLException failed) {
        return "42P01".equals(failed.getSQLState())
                || String.valueOf(failed.getMessage()).contains("no such table");
    }

    /** Takes all pending steps; several programs may do so at once. */
    void migrate(FluentConfiguration database, String place) {
        try {
            var _ =
                    database.locations(new String[0])
                            .javaMigrations(
                                    known.stream().map(Step::new).toArray(JavaMigration[]::new))
                            .table(TABLE)
                            // Capabilities come and go with their own numbers.
                            .outOfOrder(true)
                            // Done by examine, with sentences for a user.
                            .validateOnMigrate(false)
                            .load()
                            .migrate();
        } catch (FlywayException failed) {
            throw refusal(failed, place);
        }
    }

    private static StoreException refusal(FlywayException failed, String place) {
        boolean foreign =
                failed.getErrorCode()
                        == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE;
        return new StoreException(
                StoreException.Kind.BROKEN,
                foreign
                        ? place
                                + " holds another program's tables and was left alone; give Sluice"
                                + " a database of its own"
                        : place
                                + " could not be brought up to date and is as it was; report this: "
                                + reason(failed),
                failed);
    }

    /** A step's own sentence, without the tool's around it. */
    private static String reason(FlywayException failed) {
        Throwable told =
                Causes.of(failed)
                        .filter(StoreException.class::isInstance)
                        .findFirst()
                        .orElse(failed);
        return String.valueOf(told.getMessage());
    }
}
