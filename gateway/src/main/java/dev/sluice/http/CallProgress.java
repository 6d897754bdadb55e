package dev.sluice.http;

/** How far a call to an upstream came. */
public enum CallProgress {
    /** Nothing of the request was written. */
    UNSENT,
    /** The request may have arrived; no response has. */
    WRITTEN,
    /** The head of the response has come. */
    ANSWERED
}
