package dev.sluice.registry;

/** Who remembers what was said in a chat, when the upstream can. */
public enum Memory {
    /** The upstream's conversation goes on as long as the client's history fits to it. */
    MAPPED,
    /** The client alone: all that it sends is told to the upstream, in a new conversation. */
    STATELESS,
    /** The upstream, in the conversation that the client names, and in a new one otherwise. */
    EXPLICIT,
    /** The upstream alone: it is told the newest turn, whatever else the client sends. */
    LAST_TURN
}
