package dev.sluice.protocol;

/** What a part of a message is. */
public enum PartKind {
    TEXT,
    IMAGE,
    AUDIO,
    FILE,
    /** What a model thought. */
    REASONING,
    /** Something else. */
    OTHER
}
