package dev.sluice.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.sluice.worker.Worker;
import dev.sluice.worker.WorkerSchedule;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL server; works run on the thread that calls. */
final class PostgresEngine implements Engine {
    /** Replicas share a server that has a hundred by default. */
    private static final int CONNECTIONS = 8;

    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** While it is away since the start. */
    private static final Duration NEXT_TRY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(PostgresEngine.class);

    private static final String SNAPSHOT =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private static final String TABLES =
            """
            SELECT CAST(tablename AS TEXT) FROM pg_tables
            WHERE schemaname = current_schema()
            ORDER BY tablename
            """;

    private final PostgresAddress address;
    private final HikariDataSource pool;
    private final PostgresFailures failures;
    private final List<WorkerSchedule> threads = new CopyOnWriteArrayList<>();

    /** Why nothing can be done with it yet, since the start. */
    private volatile @Nullable StoreException missing;

    private PostgresEngine(PostgresAddress address, HikariDataSource pool) {
        this.address = address;
        this.pool = pool;
        this.failures = new PostgresFailures(address.place());
    }

    static PostgresEngine open(PostgresAddress address, Schema schema, Limits limits) {
        var failures = new PostgresFailures(address.place());
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(settings(address, limits));
        } catch (HikariPool.PoolInitializationException failed) {
            throw failures.tell(failed);
        }
        var engine = new PostgresEngine(address, pool);
        try {
            engine.bringUpToDate(schema);
            return engine;
        } catch (RuntimeException failed) {
            engine.close();
            throw failures.tell(failed);
        }
    }

    /**
     * The same, also while the server is away: works are refused until it is there, and then it is
     * brought up to date first.
     *
     * @throws StoreException for what does not pass by itself, such as a wrong password
     */
    static PostgresEngine openLater(PostgresAddress address, Schema schema, Limits limits) {
        try {
            return open(address, schema, limits);
        } catch (StoreException refused) {
            if (!refused.isTransient() && refused.kind() != StoreException.Kind.FULL) {
                throw refused;
            }
            HikariConfig settings = settings(address, limits);
            settings.setInitializationFailTimeout(-1);
            var engine = new PostgresEngine(address, new HikariDataSource(settings));
            engine.missing = refused;
            LOG.atWarn().addKeyValue("problem", refused.getMessage()).log("the database is away");
            var rhythm = WorkerSchedule.Rhythm.every(NEXT_TRY);
            engine.threads.add(
                    WorkerSchedule.start("postgresql", rhythm, () -> engine.arrive(schema)));
            return engine;
        }
    }

    /** On its own thread, again and again until the server is there. */
    private void arrive(Schema schema) {
        StoreException before = missing;
        if (before == null) {
            return;
        }
        try {
            bringUpToDate(schema);
            missing = null;
            LOG.info("the database is there and up to date");
            threads.forEach(WorkerSchedule::stop);
        } catch (RuntimeException failed) {
            if (told(failed) instanceof StoreException refused) {
                missing = refused;
                if (refused.kind() != before.kind()) {
                    LOG.atError()
                            .addKeyValue("problem", refused.getMessage())
                            .log("the database cannot be used");
                }
            } else {
                throw failed;
            }
        }
    }

    private void bringUpToDate(Schema schema) {
        String place = "PostgreSQL at " + address.place();
        Schema.State state;
        try (Connection connection = pool.getConnection()) {
            state = schema.examine(connection, place, "restore a dump from before it");
        } catch (SQLException failed) {
            throw failures.tell(new IllegalStateException(failed));
        }
        if (!state.pending().isEmpty()) {
            try (var unhurried = new HikariDataSource(settings(address))) {
                schema.migrate(Flyway.configure().dataSource(unhurried), place);
            }
        }
    }

    private static HikariConfig settings(PostgresAddress address) {
        var config = new HikariConfig();
        config.setPoolName("sluice-postgresql");
        config.setJdbcUrl(address.jdbc());
        if (!address.user().isEmpty()) {
            config.setUsername(address.user());
            config.setPassword(address.password());
        }
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setValidationTimeout(CONNECT.toMillis());
        config.setInitializationFailTimeout(CONNECT.toMillis());
        config.addDataSourceProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
        config.addDataSourceProperty("loginTimeout", Long.toString(CONNECT.toSeconds()));
        config.addDataSourceProperty("ApplicationName", "sluice");
        // Details repeat the values of a row.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        return config;
    }

    /** A server that hangs holds nobody longer than the limits. */
    private static HikariConfig settings(PostgresAddress address, Limits limits) {
        HikariConfig config = settings(address);
        config.setConnectionTimeout(limits.entry().toMillis());
        config.setConnectionInitSql(
                "SET statement_timeout = %d; SET lock_timeout = %d"
                        .formatted(limits.result().toMillis(), limits.lock().toMillis()));
        config.addDataSourceProperty(
                "socketTimeout", Long.toString(limits.result().toSeconds() + 1));
        return config;
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
        return transaction(work, "");
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        return transaction(work, SNAPSHOT);
    }

    private <T extends @Nullable Object> T transaction(Work<T> work, String first) {
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            T result;
            try (Handle handle = new HandleSource(connection).open()) {
                if (!first.isEmpty()) {
                    handle.execute(first);
                }
                result = work.on(handle);
            }
            commit(connection);
            return result;
        } catch (SQLException failed) {
            throw told(new IllegalStateException(failed));
        } catch (RuntimeException failed) {
            throw told(failed);
        }
    }

    private RuntimeException told(RuntimeException failed) {
        return failed instanceof StoreException ? failed : failures.tell(failed);
    }

    private void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException failed) {
            var told = failures.tell(new IllegalStateException(failed));
            throw told instanceof StoreException known && isLost(known.kind())
                    ? failures.unconfirmed(failed)
                    : told;
        }
    }

    private static boolean isLost(StoreException.Kind kind) {
        return kind == StoreException.Kind.AWAY || kind == StoreException.Kind.INTERRUPTED;
    }

    private Connection connection() {
        StoreException why = missing;
        if (why != null) {
            throw new StoreException(why.kind(), String.valueOf(why.getMessage()), why);
        }
        try {
            return pool.getConnection();
        } catch (SQLException none) {
            if (pool.isClosed()) {
                throw new StoreException(
                        StoreException.Kind.CLOSED,
                        "the database did nothing: it is being closed",
                        none);
            }
            throw pool.getHikariPoolMXBean().getTotalConnections() == 0
                    ? failures.away(none)
                    : failures.busy(none);
        }
    }

    @Override
    public void backup(Path target) {
        throw new StoreException(
                StoreException.Kind.MISCONFIGURED,
                "the truth is in PostgreSQL, which makes its own backups: pg_dump --format=custom --file=%s %s"
                        .formatted(target, address.withoutPassword()));
    }

    @Override
    public DatabaseInfo info() {
        return read(handle ->
                new DatabaseInfo(
                        "",
                        handle.createQuery("SELECT pg_database_size(current_database())")
                                .mapTo(Long.class)
                                .one(),
                        "",
                        handle.createQuery(TABLES).mapTo(String.class).list()));
    }

    @Override
    public void optimize() {
        var _ = write(handle -> handle.execute("ANALYZE"));
    }

    @Override
    public List<? extends Worker> threads() {
        return threads;
    }

    @Override
    public void close() {
        threads.forEach(WorkerSchedule::stop);
        pool.close();
    }
}
