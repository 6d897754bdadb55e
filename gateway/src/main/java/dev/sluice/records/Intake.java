package dev.sluice.records;

import dev.sluice.worker.Worker;
import dev.sluice.worker.WorkerThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded queue of records and the one thread that works them off in batches. Whoever brings a
 * record, from any thread, never waits and never wakes anybody: the thread looks for itself. What
 * finds no room, or cannot be worked off, is lost and counted.
 */
final class Intake implements Consumer<RequestRecord>, AutoCloseable {
    static final int CAPACITY = 8_192;
    static final int BATCH = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(5);

    private final BlockingQueue<RequestRecord> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final LongAdder kept = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final String name;
    private final Consumer<List<RequestRecord>> work;
    private final WorkerThread thread;

    /** Used by the thread alone. */
    private boolean failing;

    /**
     * @param name what the records are for
     */
    Intake(String name, Consumer<List<RequestRecord>> work) {
        this.name = name;
        this.work = work;
        this.thread = WorkerThread.start("records-" + name, this::run);
    }

    @Override
    public void accept(RequestRecord record) {
        if (!queue.offer(record)) {
            dropped.increment();
        }
    }

    String name() {
        return name;
    }

    /** How many were worked off. */
    long kept() {
        return kept.sum();
    }

    /** How many found no room. */
    long dropped() {
        return dropped.sum();
    }

    /** How many were lost when their batch failed. */
    long failed() {
        return failed.sum();
    }

    Worker thread() {
        return thread;
    }

    private void run() throws InterruptedException {
        while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
            workOff();
        }
        workOff();
    }

    private void workOff() {
        var batch = new ArrayList<RequestRecord>();
        while (queue.drainTo(batch, BATCH) > 0) {
            workOff(List.copyOf(batch));
            batch.clear();
        }
    }

    private void workOff(List<RequestRecord> batch) {
        try {
            work.accept(batch);
            kept.add(batch.size());
            if (failing) {
                failing = false;
                LOG.atInfo().addKeyValue("records", name).log("records are kept again");
            }
        } catch (Throwable failure) {
            // Whatever it is, the next batch may fare better.
            failed.add(batch.size());
            if (!failing) {
                failing = true;
                LOG.atWarn()
                        .addKeyValue("records", name)
                        .addKeyValue("error", String.valueOf(failure.getMessage()))
                        .log("records are being lost");
            }
        }
    }

    /** Works off what is there, as long as there is time. */
    @Override
    public void close() {
        closing.countDown();
        if (!thread.join(FLUSH_LIMIT)) {
            LOG.atWarn()
                    .addKeyValue("records", name)
                    .addKeyValue("waiting", queue.size())
                    .log("records are left behind");
        }
    }
}
