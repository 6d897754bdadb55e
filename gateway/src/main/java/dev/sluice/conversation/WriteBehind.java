package dev.sluice.conversation;

import dev.sluice.worker.WorkerThread;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded buffer of mappings and the one thread that has them written in batches. What neither
 * database nor disk takes stays in it and is tried again. A process that is killed loses those of
 * its last moments. Thread-safe.
 */
final class WriteBehind implements AutoCloseable {
    static final int CAPACITY = 8_192;

    private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);
    private static final Duration TICK = Duration.ofMillis(100);

    /** After a batch that could not be written. */
    private static final Duration NEXT_TRY = Duration.ofSeconds(1);

    private static final int BATCH = 1_000;

    /** Longer than the database and the disk are waited for. */
    private static final Duration LAST_BATCH = Duration.ofSeconds(30);

    private final WaitingMappings waiting = new WaitingMappings();
    private final ReentrantLock writing = new ReentrantLock();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Consumer<List<Mapping>> writer;
    private volatile @Nullable WorkerThread thread;
    private volatile boolean failing;

    /**
     * @param writer writes a batch, in whatever way it can; {@link UncheckedIOException} when there
     *     is no place for it now
     */
    WriteBehind(Consumer<List<Mapping>> writer) {
        this.writer = writer;
    }

    WorkerThread start() {
        var started = WorkerThread.start("conversations-behind", this::run);
        thread = started;
        return started;
    }

    /** How many there is no other place for: they are lost if the process ends. */
    int unsaved() {
        synchronized (waiting) {
            return failing ? waiting.size() : 0;
        }
    }

    /** Whether there was room. */
    boolean offer(Mapping mapping) {
        synchronized (waiting) {
            boolean room = waiting.size() < CAPACITY;
            if (room) {
                waiting.add(mapping);
            }
            return room;
        }
    }

    /** The newest state of each that waits. */
    List<Mapping> find(ChatKey key) {
        synchronized (waiting) {
            return waiting.find(key);
        }
    }

    /** Has everything written that waits now. */
    void flush() {
        writing.lock();
        try {
            for (List<Mapping> batch = batch(); !batch.isEmpty(); batch = batch()) {
                write(batch);
            }
        } finally {
            writing.unlock();
        }
    }

    private List<Mapping> batch() {
        synchronized (waiting) {
            return waiting.oldest(BATCH);
        }
    }

    /** It is found here until it can be found where it was written. */
    private void write(List<Mapping> batch) {
        try {
            writer.accept(batch);
            if (failing) {
                LOG.info("conversations are written again");
            }
            failing = false;
        } catch (UncheckedIOException full) {
            if (!failing) {
                LOG.atError()
                        .addKeyValue("cause", String.valueOf(full.getMessage()))
                        .log("conversations are kept in memory only, and are lost if this ends");
            }
            failing = true;
            throw full;
        } catch (Throwable failed) {
            // What will never be taken must not keep the others back.
            remove(batch);
            throw failed;
        }
        remove(batch);
    }

    private void remove(List<Mapping> batch) {
        synchronized (waiting) {
            waiting.removeOldest(batch.size());
        }
    }

    private void run() throws InterruptedException {
        while (!closing.await((failing ? NEXT_TRY : TICK).toMillis(), TimeUnit.MILLISECONDS)) {
            tick();
        }
    }

    private void tick() {
        try {
            flush();
        } catch (UncheckedIOException _) {
            // It was reported, and is tried again.
        } catch (Throwable failed) {
            // Whatever it is, the next batch may fare better.
            LOG.atError()
                    .addKeyValue("cause", failed.getClass().getName())
                    .log("conversations are not remembered; their chats will begin new ones");
        }
    }

    /** Writes what is left. */
    @Override
    public void close() {
        closing.countDown();
        WorkerThread started = thread;
        if (started != null) {
            var _ = started.join(LAST_BATCH);
        }
        tick();
        int lost = unsaved();
        if (lost > 0) {
            LOG.atError()
                    .addKeyValue("lost", lost)
                    .log("conversations could not be written anywhere and are lost");
        }
    }
}
