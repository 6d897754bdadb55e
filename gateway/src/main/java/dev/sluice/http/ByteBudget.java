package dev.sluice.http;

import java.util.HashMap;
import java.util.Map;

/**
 * How many bytes of requests and answers all exchanges together may hold. A caller may hold as much
 * as it leaves free: alone at most half, and beside others that hold much, half of what these
 * leave. However many callers take all they can, there is room for one more. Thread-safe.
 */
public final class ByteBudget {
    private static final int SHARE_OF_HEAP = 4;

    private final long limit;
    private final Map<String, Long> callers = new HashMap<>();
    private long held;

    public ByteBudget(long limit) {
        this.limit = limit;
    }

    public static ByteBudget ofHeap() {
        return new ByteBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    synchronized boolean reserve(String caller, long bytes) {
        long own = callers.getOrDefault(caller, 0L) + bytes;
        if (bytes > 0 && own > limit - held - bytes) {
            return false;
        }
        held += bytes;
        callers.put(caller, own);
        return true;
    }

    synchronized void release(String caller, long bytes) {
        held -= bytes;
        long own = callers.getOrDefault(caller, 0L) - bytes;
        if (own > 0) {
            callers.put(caller, own);
        } else {
            callers.remove(caller);
        }
    }

    /** The most that a caller can hold, which is when no other holds anything. */
    long most() {
        return limit / 2;
    }

    public synchronized long held() {
        return held;
    }
}
