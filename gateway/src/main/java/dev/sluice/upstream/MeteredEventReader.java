package dev.sluice.upstream;

import dev.sluice.http.Exchange;
import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.EventSink;
import dev.sluice.registry.Upstream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Counts what an event holds in memory until it is whole, and fails where there is no room for it.
 * Belongs to the loop.
 */
final class MeteredEventReader implements EventReader {
    /** The bytes, in an array that doubles as they grow, and the text that is made of them. */
    private static final int BYTES_HELD_A_BYTE = 3;

    private static final int STEP_BYTES = 128 * 1024;

    private final Upstream upstream;
    private final EventReader reader;
    private final StepwiseReservation room;
    private boolean complete;
    private boolean failed;

    MeteredEventReader(Exchange exchange, Upstream upstream, EventReader reader) {
        this.upstream = upstream;
        this.reader = reader;
        this.room = new StepwiseReservation(exchange, STEP_BYTES);
    }

    @Override
    public void read(byte[] bytes, int from, int to, EventSink out) {
        if (failed) {
            return;
        }
        complete = false;
        reader.read(
                bytes,
                from,
                to,
                event -> {
                    complete = true;
                    out.event(event);
                });
        if (complete) {
            room.release();
        } else if (!room.grow((long) (to - from) * BYTES_HELD_A_BYTE)) {
            failed = true;
            room.release();
            out.event(new ChatEvent.Failed(RelayFailures.noMemory(upstream)));
        }
    }

    @Override
    public boolean isWhole() {
        return reader.isWhole();
    }

    @Override
    public boolean isCurtailed() {
        return reader.isCurtailed();
    }

    @Override
    public ObjectNode extension() {
        return reader.extension();
    }

    @Override
    public void end(EventSink out) {
        if (!failed) {
            reader.end(out);
        }
    }
}
