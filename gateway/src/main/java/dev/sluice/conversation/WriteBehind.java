package dev.sluice.conversation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded buffer of mappings and the one thread that has them written in batches. A process that
 * is killed loses those of its last moments. Thread-safe.
 */
final class WriteBehind implements AutoCloseable {
    static final int CAPACITY = 8_192;

    private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int BATCH = 1_000;

    private final WaitingMappings waiting = new WaitingMappings();
    private final ReentrantLock writing = new ReentrantLock();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Consumer<List<Mapping>> writer;
    private final Thread thread;

    /**
     * @param writer writes a batch, in whatever way it can
     */
    WriteBehind(Consumer<List<Mapping>> writer) {
        this.writer = writer;
        this.thread =
                Thread.ofPlatform().daemon().name("conversations-behind").unstarted(this::run);
    }

    void start() {
        thread.start();
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
        } finally {
            synchronized (waiting) {
                waiting.removeOldest(batch.size());
            }
        }
    }

    private void run() {
        try {
            while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                tick();
            }
        } catch (InterruptedException _) {
            // Nobody but a dying process interrupts this thread.
        }
    }

    private void tick() {
        try {
            flush();
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
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        tick();
    }
}
