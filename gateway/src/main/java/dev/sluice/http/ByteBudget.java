package dev.sluice.http;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of requests and answers all exchanges together may hold; thread-safe. */
public final class ByteBudget {
    private static final int SHARE_OF_HEAP = 4;

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    public ByteBudget(long limit) {
        this.limit = limit;
    }

    public static ByteBudget ofHeap() {
        return new ByteBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    boolean reserve(long bytes) {
        if (held.addAndGet(bytes) <= limit) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        held.addAndGet(-bytes);
    }

    public long held() {
        return held.get();
    }
}
