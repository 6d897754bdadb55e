package dev.sluice.testing;

import com.sun.management.ThreadMXBean;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Watches a gateway's loops by a heartbeat on each. On a busy machine a late beat alone proves
 * nothing, so it counts only when the loop's thread has stood in one and the same wait, or has
 * worked on the processor, for the whole limit.
 */
public final class LoopWatchdog implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMillis(50);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
    private static final int STACK_DEPTH = 24;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Random random = new Random(1);
    private final Map<Thread, Heart> hearts = new ConcurrentHashMap<>();
    private final List<String> blocks = new CopyOnWriteArrayList<>();
    private final Thread watching =
            Thread.ofPlatform().daemon().name("watchdog").start(this::watch);
    private volatile boolean closed;

    /** A gateway asks it for every request's id, on its loop: so the loops introduce themselves. */
    public RandomGenerator chance() {
        return () -> {
            Context loop = Vertx.currentContext();
            if (loop != null) {
                hearts.computeIfAbsent(Thread.currentThread(), thread -> new Heart(thread, loop));
            }
            return random.nextLong();
        };
    }

    /** How many loops it has met. */
    public int loops() {
        return hearts.size();
    }

    /** What stood in a loop's way for too long, a stack each. */
    public List<String> blocks() {
        return List.copyOf(blocks);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watching);
    }

    private void watch() {
        while (!closed) {
            hearts.values().forEach(Heart::look);
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** One loop's heartbeat; looked after by the watching thread, beaten by the loop. */
    private final class Heart {
        private final Thread thread;
        private final Context loop;
        private volatile boolean beaten = true;
        private boolean told;
        private long sentNanos;
        private long cpuNanos;
        private long waitingSince;
        private long waits;

        private Heart(Thread thread, Context loop) {
            this.thread = thread;
            this.loop = loop;
        }

        private void look() {
            if (beaten) {
                send();
            } else if (!told && System.nanoTime() - sentNanos > LIMIT.toNanos()) {
                judge(threads.getThreadInfo(thread.threadId(), STACK_DEPTH));
            }
        }

        private void send() {
            beaten = false;
            told = false;
            waits = -1;
            cpuNanos = threads.getThreadCpuTime(thread.threadId());
            sentNanos = System.nanoTime();
            try {
                loop.runOnContext(_ -> beaten = true);
            } catch (RejectedExecutionException _) {
                // The gateway was closed, and its loops with it.
                hearts.remove(thread);
            }
        }

        private void judge(@Nullable ThreadInfo now) {
            if (now == null) {
                return;
            }
            long worked = threads.getThreadCpuTime(thread.threadId()) - cpuNanos;
            if (worked > LIMIT.toNanos() || waitedLong(now)) {
                told = true;
                blocks.add(now.toString());
            }
        }

        /** A loop without work is in its selector, which is no wait of the virtual machine's. */
        private boolean waitedLong(ThreadInfo now) {
            boolean waiting =
                    switch (now.getThreadState()) {
                        case BLOCKED, WAITING, TIMED_WAITING -> true;
                        case NEW, RUNNABLE, TERMINATED -> false;
                    };
            long count = waiting ? now.getBlockedCount() + now.getWaitedCount() : -1;
            if (count != waits) {
                waits = count;
                waitingSince = System.nanoTime();
            }
            return waiting && System.nanoTime() - waitingSince > LIMIT.toNanos();
        }
    }
}
