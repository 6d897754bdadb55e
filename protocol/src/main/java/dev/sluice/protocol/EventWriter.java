package dev.sluice.protocol;

/**
 * Writes one answer to a client, in one of the shapes its wire has. Used by one thread at a time.
 */
public interface EventWriter {

    /** What the client is to see of this event now; may be nothing. */
    void event(ChatEvent event, WireBuffer out);

    /** The end of an answer that has {@link ChatEvent.Finished}; nothing follows these bytes. */
    void end(WireBuffer out);
}
