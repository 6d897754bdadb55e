package dev.sluice.protocol;

/** Who said a message. */
public enum Role {
    SYSTEM,
    USER,
    ASSISTANT,
    TOOL
}
