package dev.sluice.protocol;

/**
 * Of an upstream whose runs wait for a free worker after they were accepted, without a byte for
 * longer than an upstream that hangs would be waited for.
 */
@FunctionalInterface
public interface WorkerQueue {

    /** That a run which was accepted has waited in vain. */
    ChatFailure stillQueued(long seconds);
}
