package dev.sluice.store;

import dev.sluice.worker.Worker;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database system that works can be given to. */
interface Engine extends AutoCloseable {
    <T extends @Nullable Object> T write(Work<T> work);

    <T extends @Nullable Object> T read(Work<T> work);

    /** A copy of everything, of one moment, in a new file. */
    void backup(Path target);

    DatabaseInfo info();

    /** Tidies up, as far as works can go on meanwhile. */
    void optimize();

    /** Its own threads. */
    List<? extends Worker> threads();

    @Override
    void close();
}
