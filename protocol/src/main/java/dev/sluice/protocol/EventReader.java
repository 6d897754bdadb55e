package dev.sluice.protocol;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads one answer of an upstream from bytes that may be split anywhere. Used by one thread. */
public interface EventReader {

    /** Every event the upstream sent becomes at least one event here; a ping or comment none. */
    void read(byte[] bytes, int from, int to, EventSink out);

    /**
     * Whether what has come would be a whole answer if no byte followed, though the upstream
     * usually sends more.
     */
    boolean isWhole();

    /**
     * Whether the answer has ended before the upstream's run, which nobody needs any more. Then
     * {@link ChatEvent.Finished} was the last event.
     */
    default boolean isCurtailed() {
        return false;
    }

    /** What is known by now of what {@link ChatEvent.Finished} will add to the answer. */
    default ObjectNode extension() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * The upstream's bytes have ended, cleanly or not. Reads what is left; an answer that had
     * neither finished nor failed has failed now.
     */
    void end(EventSink out);
}
