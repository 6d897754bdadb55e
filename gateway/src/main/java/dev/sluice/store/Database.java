package dev.sluice.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One SQL database. Any thread may call it, and waits, never without a bound.
 *
 * <p>What a work throws reaches the caller, and undoes that work alone. What the database itself
 * refuses is a {@link StoreException}.
 */
public final class Database {
    private final Engine engine;

    Database(Engine engine) {
        this.engine = engine;
    }

    /** The same one, for who waits no longer than this; what is late may still be done. */
    public Database within(Duration patience) {
        return new Database(new HurriedEngine(engine, patience));
    }

    /** One transaction; durable when this returns. */
    public <T extends @Nullable Object> T write(Work<T> work) {
        return engine.write(work);
    }

    /** Sees one moment of the database, and cannot change it. */
    public <T extends @Nullable Object> T read(Work<T> work) {
        return engine.read(work);
    }

    /** What it tells of itself. */
    public DatabaseInfo info() {
        return engine.info();
    }

    /** Lets it tidy up, as far as works can go on meanwhile. */
    public void optimize() {
        engine.optimize();
    }
}
