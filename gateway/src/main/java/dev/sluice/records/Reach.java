package dev.sluice.records;

import dev.sluice.http.CallProgress;

/** How far an attempt at an upstream came; what may follow its failure depends on it. */
public enum Reach {
    /** Nothing of the request was written. */
    UNSENT,
    /** The request may have arrived; no answer has. */
    WRITTEN,
    /** The upstream answered that it will not do it, or failed before it did any work. */
    REJECTED,
    /** The answer has begun. */
    STARTED,
    /** The client has seen content. */
    ANSWERING;

    /** Of an attempt whose call came so far. */
    public static Reach of(CallProgress progress) {
        return switch (progress) {
            case UNSENT -> UNSENT;
            case WRITTEN -> WRITTEN;
            case ANSWERED -> STARTED;
        };
    }
}
