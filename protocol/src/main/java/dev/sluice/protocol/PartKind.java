package dev.sluice.protocol;

/** What a part of a message is. */
public enum PartKind {
    TEXT,
    IMAGE,
    AUDIO,
    FILE,
    /** Something else. */
    OTHER
}
