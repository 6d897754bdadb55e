package dev.sluice.store;

import dev.sluice.worker.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An engine for callers that have less patience than it has itself. */
record HurriedEngine(Engine engine, Duration patience) implements Engine {

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
        return inTime(new FutureTask<>(() -> engine.write(work)), StoreException.Kind.UNCONFIRMED);
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        return inTime(new FutureTask<>(() -> engine.read(work)), StoreException.Kind.BUSY);
    }

    private <T extends @Nullable Object> T inTime(FutureTask<T> call, StoreException.Kind late) {
        var _ = Thread.ofVirtual().start(call);
        try {
            return call.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new StoreException(
                    late,
                    "the database did not answer within "
                            + patience.toMillis()
                            + " ms; it may be"
                            + " away, or its disk slow");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    StoreException.Kind.INTERRUPTED,
                    "the wait for the database was interrupted",
                    interrupted);
        } catch (ExecutionException failed) {
            throw switch (failed.getCause()) {
                case RuntimeException told -> told;
                case null, default -> new IllegalStateException(failed);
            };
        }
    }

    @Override
    public void backup(Path target) {
        engine.backup(target);
    }

    @Override
    public DatabaseInfo info() {
        return engine.info();
    }

    @Override
    public void optimize() {
        engine.optimize();
    }

    @Override
    public List<? extends Worker> threads() {
        return engine.threads();
    }

    @Override
    public void close() {
        engine.close();
    }
}
