package dev.sluice.store;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Long work on files and databases, away from the caller's thread, which may be a virtual one. */
final class OwnThread {
    /** Copying or migrating a large database takes minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private OwnThread() {}

    /** What the work throws, this throws; a checked one is wrapped. */
    static <T extends @Nullable Object> T call(String name, Callable<T> work) {
        var task = new FutureTask<T>(work);
        Thread.ofPlatform().daemon().name(name).start(task);
        try {
            return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(name + " failed", failed.getCause());
        } catch (TimeoutException late) {
            throw new StoreException(
                    StoreException.Kind.BUSY,
                    "the database took longer than "
                            + PATIENCE.toMinutes()
                            + " min; the disk may hang",
                    late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    StoreException.Kind.INTERRUPTED,
                    "the wait for the database was interrupted",
                    interrupted);
        }
    }
}
