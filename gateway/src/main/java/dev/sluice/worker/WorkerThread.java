package dev.sluice.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread that carries out one loop. When the loop throws, whatever it is, that is logged
 * and the loop begins again.
 */
public final class WorkerThread implements Worker {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerThread.class);

    /** A loop that fails at once must not fill the log, or use up a processor. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Loop loop;
    private final Duration pause;
    private final Thread thread;
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean done;

    /** Returns only when its owner is being closed. */
    @FunctionalInterface
    public interface Loop {
        void run() throws InterruptedException;
    }

    private WorkerThread(String name, Loop loop, Duration pause) {
        this.loop = loop;
        this.pause = pause;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    public static WorkerThread start(String name, Loop loop) {
        return start(name, loop, PAUSE);
    }

    static WorkerThread start(String name, Loop loop, Duration pause) {
        var worker = new WorkerThread(name, loop, pause);
        worker.thread.start();
        return worker;
    }

    private void run() {
        try {
            while (!done) {
                attempt();
            }
        } catch (InterruptedException _) {
            // Nothing here interrupts it; that it ended is seen by isDead.
        }
    }

    private void attempt() throws InterruptedException {
        try {
            loop.run();
            done = true;
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Throwable failed) {
            report(failed);
            var _ = never.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Where there is no memory left, there may be none for the log either. */
    private void report(Throwable failed) {
        try {
            LOG.atError()
                    .addKeyValue("thread", thread.getName())
                    .setCause(failed)
                    .log("a thread failed and goes on");
        } catch (Throwable _) {
            // To go on matters more.
        }
    }

    @Override
    public String name() {
        return thread.getName();
    }

    @Override
    public boolean isDead() {
        return !done && !thread.isAlive();
    }

    /** Whether this is the thread that asks. */
    public boolean isCurrent() {
        return thread.equals(Thread.currentThread());
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    /**
     * Waits until the loop has returned.
     *
     * @return whether it has
     */
    public boolean join(Duration limit) {
        try {
            return thread.join(limit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
