package dev.sluice.worker;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread that does one task again and again, and others in between. When the task throws,
 * whatever it is, it is done again at its next time; the log has the first failure of a row, and
 * the success that ends it.
 */
public final class WorkerSchedule implements Worker, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerSchedule.class);

    private final String name;
    private final Runnable task;
    private final ScheduledExecutorService thread;
    private final Future<?> repetition;

    /** Used by the thread alone. */
    private boolean failing;

    /** When the task is done: first, and then so long after each end. */
    public record Rhythm(Duration first, Duration every) {
        public static Rhythm every(Duration every) {
            return new Rhythm(every, every);
        }
    }

    private WorkerSchedule(String name, Rhythm rhythm, Runnable task) {
        this.name = name;
        this.task = task;
        this.thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name(name).factory());
        this.repetition =
                thread.scheduleWithFixedDelay(
                        this::attempt,
                        rhythm.first().toNanos(),
                        rhythm.every().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    public static WorkerSchedule start(String name, Rhythm rhythm, Runnable task) {
        return new WorkerSchedule(name, rhythm, task);
    }

    /** What it throws would end the repetition for good. */
    private void attempt() {
        try {
            task.run();
            if (failing) {
                failing = false;
                LOG.atInfo().addKeyValue("thread", name).log("a repeated task works again");
            }
        } catch (Throwable failed) {
            report(failed);
        }
    }

    private void report(Throwable failed) {
        try {
            if (!failing && !thread.isShutdown()) {
                failing = true;
                LOG.atWarn()
                        .addKeyValue("thread", name)
                        .setCause(failed)
                        .log("a repeated task fails; it is tried again");
            }
        } catch (Throwable _) {
            // Without memory for the log, to go on matters more.
        }
    }

    /** Does something else on the same thread, after the delay. */
    public Future<?> schedule(Runnable once, Duration delay) {
        return thread.schedule(once, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isDead() {
        return repetition.isDone() && !thread.isShutdown();
    }

    /** Nothing more is begun; what is being done is not waited for. */
    public void stop() {
        thread.shutdown();
    }

    /** Waits for what is being done. */
    @Override
    public void close() {
        thread.close();
    }
}
