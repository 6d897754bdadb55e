package dev.sluice.access;

/** What a route asks of its caller; a route without one does not start. */
public enum Permission {
    /** Tells nothing about anybody. */
    PUBLIC,
    /** Sees which models there are. */
    MODELS,
    /** Uses them. */
    CHAT,
    /** Reads metrics and the names of upstreams. */
    STATUS,
    /** Changes how the gateway runs. */
    ADMIN
}
