package dev.sluice.http;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.worker.Worker;
import dev.sluice.worker.WorkerThread;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The threads that unpack and read large bodies. A plot that did it itself would hold up all
 * others, since virtual threads share the processors only where they wait; these threads share them
 * by time, and are fewer than there are. Callers take turns, whatever each of them has sent.
 * Thread-safe.
 */
public final class BodyWorkers implements AutoCloseable {
    /** Of one caller; each waits with its body in memory, which has a limit of its own. */
    private static final int MOST_WAITING = 1_024;

    static final Duration MOST_WAIT = Duration.ofSeconds(60);
    private static final int RETRY_SECONDS = 5;

    /** Of the heap, for what all threads make while they read; bodies have a quarter beside it. */
    private static final double SHARE_OF_HEAP = 0.375;

    private static final int UNIT_BYTES = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();

    /** By caller, whose turn it is first. No list is empty. */
    private final LinkedHashMap<String, Deque<Job<?>>> waiting = new LinkedHashMap<>();

    private final List<Worker> threads = new ArrayList<>();
    private final int mostWaiting;
    private final int units;
    private final Semaphore memory;
    private boolean closed;

    /**
     * As many threads at once.
     *
     * @param memoryBytes for all that they read at the same time
     */
    public BodyWorkers(int count, long memoryBytes) {
        this(count, memoryBytes, MOST_WAITING);
    }

    BodyWorkers(int count, long memoryBytes, int mostWaiting) {
        this.mostWaiting = mostWaiting;
        this.units = Math.toIntExact(memoryBytes / UNIT_BYTES);
        this.memory = new Semaphore(units, true);
        for (int i = 0; i < count; i++) {
            threads.add(WorkerThread.start("body-" + i, this::work));
        }
    }

    /** One of the processors is left for everything else, where there is more than one. */
    public static BodyWorkers beside(int processors) {
        long heap = Runtime.getRuntime().maxMemory();
        return new BodyWorkers(Math.max(1, processors - 1), (long) (heap * SHARE_OF_HEAP));
    }

    public List<Worker> threads() {
        return List.copyOf(threads);
    }

    /** What a thread is to do, and what came of it: a value, or what was thrown. */
    private record Job<T>(Supplier<T> action, Pending<Supplier<T>> result) {
        void run() {
            try {
                T value = action.get();
                result.complete(() -> value);
            } catch (RuntimeException failed) {
                result.complete(() -> {
                    throw failed;
                });
            } catch (Error failed) {
                // Also when memory runs out: the thread goes on, and the plot has the error.
                result.complete(() -> {
                    throw failed;
                });
            }
        }
    }

    /**
     * Waits until it is this caller's turn and the action is done; throws what it throws.
     *
     * @param patience how it is waited for, which may give up
     * @throws ChatFailedException when too many of the caller's wait, the client has left, or the
     *     gateway closes
     */
    <T> T run(
            String caller,
            Supplier<T> action,
            Function<Pending<Supplier<T>>, Supplier<T>> patience) {
        var job = new Job<T>(action, new Pending<>());
        add(caller, job);
        try {
            return patience.apply(job.result()).get();
        } finally {
            remove(caller, job);
        }
    }

    /**
     * Does what takes so much memory as soon as the others leave it; one of a thread at a time.
     *
     * @throws ChatFailedException when there is never so much
     */
    <T> T within(long bytes, Supplier<T> action) {
        long wanted = (bytes + UNIT_BYTES - 1) / UNIT_BYTES;
        if (wanted > units) {
            throw new ChatFailedException(
                    tooLarge("Reading this request takes", bytes, (long) units * UNIT_BYTES));
        }
        memory.acquireUninterruptibly((int) wanted);
        try {
            return action.get();
        } finally {
            memory.release((int) wanted);
        }
    }

    /** A request that this heap can never hold. */
    static ChatFailure tooLarge(String what, long bytes, long most) {
        return ChatFailure.of(
                FailureCode.REQUEST_TOO_LARGE,
                ChatFailure.CLIENT,
                "%s %d MiB of memory, and %d MiB are set aside for it."
                        .formatted(what, (bytes + (1 << 20) - 1) >> 20, most >> 20),
                "Send less in one request, or start the gateway with a larger heap, as in"
                        + " SLUICE_JAVA_OPTS=-Xmx2g.");
    }

    private void add(String caller, Job<?> job) {
        lock.lock();
        try {
            Deque<Job<?>> own = waiting.getOrDefault(caller, new ArrayDeque<>());
            if (closed) {
                throw new ChatFailedException(Pending.closing());
            }
            if (own.size() >= mostWaiting) {
                throw new ChatFailedException(
                        busy("As many large requests of this client as may wait are waiting."));
            }
            own.add(job);
            waiting.put(caller, own);
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    private void remove(String caller, Job<?> job) {
        lock.lock();
        try {
            Deque<Job<?>> own = waiting.getOrDefault(caller, new ArrayDeque<>());
            if (own.remove(job) && own.isEmpty()) {
                waiting.remove(caller);
            }
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        for (Optional<Job<?>> job = next(); job.isPresent(); job = next()) {
            job.get().run();
        }
    }

    /** Blocks; empty at the end. */
    private Optional<Job<?>> next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                added.awaitUninterruptibly();
            }
            if (closed) {
                return Optional.empty();
            }
            var turn = waiting.pollFirstEntry();
            Job<?> job = turn.getValue().remove();
            if (!turn.getValue().isEmpty()) {
                waiting.putLast(turn.getKey(), turn.getValue());
            }
            return Optional.of(job);
        } finally {
            lock.unlock();
        }
    }

    /** What waits is not done any more, and fails at once. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (Deque<Job<?>> own : waiting.values()) {
                own.forEach(job -> job.result().fail(Pending.closing()));
            }
            waiting.clear();
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What it means that one has waited for so long. */
    static ChatFailure late() {
        return busy(
                "Large requests of others kept this one from being read for "
                        + MOST_WAIT.toSeconds()
                        + " s.");
    }

    private static ChatFailure busy(String cause) {
        return ChatFailure.of(
                        FailureCode.GATE_OVERLOADED,
                        ChatFailure.SLUICE,
                        cause,
                        "Try again in a moment; send fewer large requests at the same time.")
                .retryAfter(RETRY_SECONDS);
    }
}
