package dev.sluice.conversation;

/** What is known of a chat. */
public sealed interface Known {

    /** It has a conversation. */
    record Mapped(Mapping mapping) implements Known {}

    /** It has none. */
    record Unmapped() implements Known {}

    /** The database is away, and nothing is remembered of the chat without it. */
    record Unsure() implements Known {}
}
