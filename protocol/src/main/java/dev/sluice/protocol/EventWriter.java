package dev.sluice.protocol;

/**
 * Writes one answer to a client, in one of the shapes its wire has. Used by one thread at a time.
 */
public interface EventWriter {

    /** What the client is to see of this event now; may be nothing. */
    void event(ChatEvent event, WireBuffer out);

    /** What keeps an idle client waiting; nothing for an answer in one piece. */
    void keepAlive(WireBuffer out);

    /** The end of an answer that has {@link ChatEvent.Finished}; nothing follows these bytes. */
    void end(WireBuffer out);

    /** The end of an answer that was begun and has failed; the connection is then cut. */
    void failure(ChatFailure failure, String requestId, WireBuffer out);
}
