package dev.sluice.conversation;

/** What is known of a chat. */
public sealed interface Known {

    /** It has a conversation. */
    record Mapped(Mapping mapping) implements Known {}

    /**
     * It has none.
     *
     * @param unclaimed one that a chat of that name had in a system before, empty for none
     */
    record Unmapped(String unclaimed) implements Known {}

    /** The database is away, and nothing is remembered of the chat without it. */
    record Unsure() implements Known {}
}
