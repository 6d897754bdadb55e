package dev.sluice.protocol;

/** Why an answer is complete. */
public enum FinishReason {
    STOP,
    LENGTH,
    CONTENT_FILTER
}
