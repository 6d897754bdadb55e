package dev.sluice.protocol;

/** How the connection ends after a stream that broke off. */
public enum StreamEnd {
    /** Without the terminator of HTTP, so that no client takes the stream for complete. */
    CUT,
    /** As a complete response: the last event alone says that the answer is not. */
    CLEAN
}
