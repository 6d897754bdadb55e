package dev.sluice.http;

/** How far a call to an upstream came; what may follow its failure depends on it. */
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
    ANSWERING
}
