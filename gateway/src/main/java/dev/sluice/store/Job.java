package dev.sluice.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A work on its way: its caller waits, a database thread carries it out. */
final class Job<T extends @Nullable Object> {
    private final Work<T> work;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Outcome<T> outcome = new Pending<>();

    private enum Stage {
        WAITING,
        TAKEN,
        LEFT
    }

    private sealed interface Outcome<T extends @Nullable Object> {}

    private record Pending<T extends @Nullable Object>() implements Outcome<T> {}

    private record Result<T extends @Nullable Object>(T value) implements Outcome<T> {}

    private record Failure<T extends @Nullable Object>(Throwable thrown) implements Outcome<T> {}

    Job(Work<T> work) {
        this.work = work;
    }

    /** Whether it is to be carried out: its caller still waits, and from now on for the result. */
    boolean take() {
        return stage.compareAndSet(Stage.WAITING, Stage.TAKEN);
    }

    /** Its caller learns nothing yet. */
    void run(Handle handle) {
        outcome = new Result<>(work.on(handle));
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    void succeed() {
        over.countDown();
    }

    /** The first end counts. */
    void fail(Throwable thrown) {
        if (!isOver()) {
            outcome = new Failure<>(thrown);
            over.countDown();
        }
    }

    T await(Duration patience) {
        try {
            if (over.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return result();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw left(StoreException.Kind.INTERRUPTED, "the wait for it was interrupted");
        }
        throw left(
                StoreException.Kind.BUSY,
                "it took longer than %d s; the disk may be slow, or another program may hold the file"
                        .formatted(patience.toSeconds()));
    }

    private T result() {
        return switch (outcome) {
            case Result<T>(T value) -> value;
            case Failure<T>(RuntimeException thrown) -> throw thrown;
            case Failure<T>(Error thrown) -> throw thrown;
            case Failure<T>(Throwable thrown) -> throw new IllegalStateException(thrown);
            case Pending<T>() -> throw new IllegalStateException("over without an outcome");
        };
    }

    /** A work that nobody has taken is never carried out. */
    private StoreException left(StoreException.Kind untouched, String why) {
        return stage.compareAndSet(Stage.WAITING, Stage.LEFT)
                ? new StoreException(untouched, "the database did nothing: " + why)
                : new StoreException(
                        StoreException.Kind.UNCONFIRMED,
                        "the database may or may not have done it: " + why);
    }
}
