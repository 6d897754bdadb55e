package dev.sluice.testkit;

/** What a simulated server does with connections, before any request. */
public enum Door {
    OPEN,
    /** New connections are not accepted; the system's queue takes them until it is full. */
    SHUT,
    /** New connections are accepted, but nothing is read from them. */
    DEAF,
    /** New connections are reset as soon as they are accepted. */
    RESETTING
}
