package dev.sluice.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A place for the truth, and the table most tests write to. */
record Scene(Path folder, String url) {
    static final Migration ITEMS =
            new Migration(
                    1,
                    "items",
                    """
                    CREATE TABLE item (id TEXT PRIMARY KEY, n BIGINT NOT NULL CHECK (n >= 0));
                    CREATE TABLE part (item TEXT REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED);
                    """);

    /** 2026-01-02T03:04:05Z, a millisecond later at every look. */
    static InstantSource clock() {
        var looks = new AtomicLong(1_767_323_045_000L);
        return () -> Instant.ofEpochMilli(looks.getAndIncrement());
    }

    static Scene sqlite(Path folder) {
        return new Scene(folder, "");
    }

    Store open() {
        return open(List.of(ITEMS));
    }

    Store open(List<Migration> truth) {
        return open(truth, List.of(ITEMS));
    }

    Store open(List<Migration> truth, List<Migration> flow) {
        return Store.open(folder, new StoreConfig("", url), truth, flow, clock());
    }

    Store open(Limits limits) {
        var schemas = new Store.Schemas(new Schema(List.of(ITEMS)), new Schema(List.of(ITEMS)));
        return Store.open(new Backups(folder, clock()), new StoreConfig("", url), schemas, limits);
    }

    /** Long enough never to end a test, short but for the named. */
    static Limits patient() {
        Duration minutes = Duration.ofMinutes(2);
        return new Limits(4_096, minutes, minutes, minutes, Duration.ofSeconds(20));
    }

    static int insert(Handle handle, String id) {
        return handle.execute("INSERT INTO item (id, n) VALUES (?, 1)", id);
    }

    static long count(Handle handle) {
        return handle.createQuery("SELECT COUNT(*) FROM item").mapTo(Long.class).one();
    }

    static List<String> ids(Database database) {
        return database.read(handle ->
                handle.createQuery("SELECT id FROM item ORDER BY id").mapTo(String.class).list());
    }

    @Override
    public String toString() {
        return url.isEmpty() ? "SQLite" : "PostgreSQL";
    }

    /** Something that goes on in a virtual thread of its own. */
    record Call<T extends @Nullable Object>(FutureTask<T> task, Thread thread) {
        static <T extends @Nullable Object> Call<T> begin(Callable<T> call) {
            var task = new FutureTask<T>(call);
            return new Call<>(task, Thread.startVirtualThread(task));
        }

        /** What it threw, it throws. */
        T end() {
            try {
                return task.get();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof RuntimeException thrown) {
                    throw thrown;
                }
                throw new AssertionError(failed.getCause());
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }

        boolean isParked() {
            return thread.getState() == Thread.State.WAITING
                    || thread.getState() == Thread.State.TIMED_WAITING;
        }
    }

    /** Begins them all before it waits for the first. */
    static <T> List<T> together(List<Callable<T>> calls) {
        var begun = new ArrayList<Call<T>>();
        calls.forEach(call -> begun.add(Call.begin(call)));
        return begun.stream().map(Call::end).map(Objects::requireNonNull).toList();
    }
}
