package dev.sluice.protocol;

/** Why an answer is complete. */
public enum FinishReason {
    /** It has said what it had to say. */
    STOP,
    /** It came to one of the texts before which it was to end. */
    STOP_SEQUENCE,
    /** It may not be longer, or no more fits into the model's context. */
    LENGTH,
    /** It waits for the results of tools. */
    TOOL_CALLS,
    /** Something of it must not be said. */
    CONTENT_FILTER
}
