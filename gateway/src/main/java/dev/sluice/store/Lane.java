package dev.sluice.store;

import dev.sluice.worker.Worker;
import dev.sluice.worker.WorkerThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Platform threads that carry out works from one bounded queue, so that whoever calls only parks: a
 * virtual thread that waits inside SQLite would keep its carrier from all others.
 */
final class Lane implements AutoCloseable {
    private final BlockingQueue<Job<?>> queue;
    private final List<WorkerThread> threads;
    private final Limits limits;
    private final Job<?> end =
            new Job<>(_ -> {
                throw new IllegalStateException("the end is not carried out");
            });
    private final AtomicBoolean closing = new AtomicBoolean();

    /** What a thread does with the works it takes; it belongs to that thread. */
    interface Hand extends AutoCloseable {
        /** Before the first work; never throws. */
        default void prepare() {}

        /** How many it takes together. */
        int span();

        /** Ends every one of them. */
        void carryOut(List<Job<?>> jobs);

        @Override
        void close();
    }

    Lane(String name, List<? extends Hand> hands, Limits limits) {
        this.queue = new ArrayBlockingQueue<>(limits.queue());
        this.limits = limits;
        this.threads =
                hands.stream().map(hand -> WorkerThread.start(name, () -> serve(hand))).toList();
    }

    List<? extends Worker> threads() {
        return threads;
    }

    <T extends @Nullable Object> T call(Work<T> work) {
        if (threads.stream().anyMatch(WorkerThread::isCurrent)) {
            throw new IllegalStateException("a work called the store; let it use its handle");
        }
        var job = new Job<T>(work);
        if (closing.get()) {
            throw closed();
        }
        if (!offer(job, limits.entry())) {
            throw new StoreException(
                    StoreException.Kind.BUSY,
                    "the database did nothing: %d works wait before this one; the disk may be slow, or another program may hold the file"
                            .formatted(limits.queue()));
        }
        if (closing.get() && queue.remove(job)) {
            throw closed();
        }
        return job.await(limits.result());
    }

    private boolean offer(Job<?> job, Duration patience) {
        try {
            return queue.offer(job, patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    StoreException.Kind.INTERRUPTED,
                    "the database did nothing: the wait for it was interrupted",
                    interrupted);
        }
    }

    private void serve(Hand hand) throws InterruptedException {
        try (hand) {
            hand.prepare();
            boolean last = false;
            while (!last) {
                var jobs = new ArrayList<Job<?>>();
                jobs.add(queue.take());
                queue.drainTo(jobs, hand.span() - 1);
                last = jobs.removeIf(job -> job == end);
                carryOut(hand, jobs);
            }
        }
    }

    /** An error, such as where there is no memory left, reaches those who wait for the works. */
    private static void carryOut(Hand hand, List<Job<?>> jobs) {
        try {
            hand.carryOut(jobs);
        } catch (Throwable failed) {
            jobs.forEach(job -> job.fail(failed));
        }
    }

    private static StoreException closed() {
        return new StoreException(
                StoreException.Kind.CLOSED, "the database did nothing: it is being closed");
    }

    /** What was queued is still done, as long as there is time. */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        long until = System.nanoTime() + limits.closing().toNanos();
        threads.forEach(_ -> offer(end, left(until)));
        threads.forEach(thread -> thread.join(left(until)));
        for (Job<?> job = queue.poll(); job != null; job = queue.poll()) {
            job.fail(closed());
        }
        // A thread that was stuck ends when it comes back.
        threads.stream().filter(WorkerThread::isAlive).forEach(_ -> queue.offer(end));
    }

    private static Duration left(long until) {
        return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
    }
}
