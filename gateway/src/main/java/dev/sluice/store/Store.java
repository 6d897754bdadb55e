package dev.sluice.store;

import dev.sluice.worker.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;

/**
 * The two databases of a gateway: the truth, which is never lost, and the flow, which may be. Any
 * thread may use it.
 */
public final class Store implements AutoCloseable {
    private final Engine truth;
    private final Engine flow;
    private final boolean embedded;

    private Store(Engine truth, Engine flow, boolean embedded) {
        this.truth = truth;
        this.flow = flow;
        this.embedded = embedded;
    }

    /**
     * Opens both and brings them up to date.
     *
     * @param folder held by this process alone
     * @throws StoreException if the truth cannot be used
     */
    public static Store open(
            Path folder,
            StoreConfig config,
            List<Migration> truth,
            List<Migration> flow,
            InstantSource clock) {
        var schemas = new Schemas(new Schema(truth), new Schema(flow));
        return open(new Backups(folder, clock), config, schemas, Limits.DEFAULT);
    }

    /**
     * The same for a gateway, which has to start while its PostgreSQL is away: until that is there
     * and up to date, works on the truth are refused.
     *
     * @throws StoreException if the truth cannot be used, and that does not pass by itself
     */
    public static Store openLater(
            Path folder,
            StoreConfig config,
            List<Migration> truth,
            List<Migration> flow,
            InstantSource clock) {
        if (config.url().isEmpty()) {
            return open(folder, config, truth, flow, clock);
        }
        var address = PostgresAddress.of(config.url());
        var engine = PostgresEngine.openLater(address, new Schema(truth), Limits.DEFAULT);
        var files = new SqliteOpening(new Backups(folder, clock), Limits.DEFAULT);
        return withFlow(engine, files, new Schema(flow), false);
    }

    /**
     * Whether to open the truth of this folder would change its schema. Nothing is changed by
     * asking.
     *
     * @throws IOException when it cannot be read
     */
    public static boolean isBehind(Path folder, List<Migration> truth) throws IOException {
        var file = new SqliteFileReader(folder.resolve(Backups.TRUTH), Limits.DEFAULT.lock());
        try {
            return file.exists()
                    && file.read(handle -> new Schema(truth).isBehind(handle.getConnection()));
        } catch (JdbiException unreadable) {
            throw new IOException(unreadable);
        }
    }

    /** What the two databases are to look like. */
    record Schemas(Schema truth, Schema flow) {}

    static Store open(Backups backups, StoreConfig config, Schemas schemas, Limits limits) {
        var files = new SqliteOpening(backups, limits);
        boolean embedded = config.url().isEmpty();
        Engine truth =
                embedded
                        ? files.truth(schemas.truth())
                        : PostgresEngine.open(
                                PostgresAddress.of(config.url()), schemas.truth(), limits);
        return withFlow(truth, files, schemas.flow(), embedded);
    }

    private static Store withFlow(
            Engine truth, SqliteOpening files, Schema flow, boolean embedded) {
        try {
            return new Store(truth, files.flow(flow), embedded);
        } catch (RuntimeException failed) {
            truth.close();
            throw failed;
        }
    }

    public Database truth() {
        return new Database(truth);
    }

    public Database flow() {
        return new Database(flow);
    }

    /** Whether the truth is a file of this machine's. */
    public boolean embedded() {
        return embedded;
    }

    /** Its own threads, which work as long as it is open. */
    public List<? extends Worker> threads() {
        return Stream.of(truth, flow).flatMap(engine -> engine.threads().stream()).toList();
    }

    /** A copy of the truth of one moment, in a new file; works go on meanwhile. */
    public void backup(Path target) {
        truth.backup(target);
    }

    /** What was begun is finished, as long as there is time. */
    @Override
    public void close() {
        flow.close();
        truth.close();
    }
}
