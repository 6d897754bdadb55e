package dev.sluice.upstream;

import dev.sluice.http.ClientSide;
import dev.sluice.http.Loop;
import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.WireBuffer;

/** Events on their way to the client, gathered for each turn of the loop. Belongs to the loop. */
final class AnswerOutput {
    /** One turn of the loop may read a megabyte; a client that is slow must stop it before. */
    private static final int FLUSH_BYTES = 32 * 1024;

    private final Loop loop;
    private final ClientSide client;
    private final EventWriter writer;
    private final Runnable slow;
    private WireBuffer out = new WireBuffer();
    private boolean flushDue;
    private boolean sent;

    /**
     * @param slow told after each write that a client is behind with
     */
    AnswerOutput(Loop loop, ClientSide client, EventWriter writer, Runnable slow) {
        this.loop = loop;
        this.client = client;
        this.writer = writer;
        this.slow = slow;
    }

    void write(ChatEvent event) {
        writer.event(event, out);
        if (out.length() > FLUSH_BYTES) {
            flush();
        } else if (!out.isEmpty() && !flushDue) {
            // Once for everything that one turn of the loop brings.
            flushDue = true;
            loop.later(this::flush);
        }
    }

    void flush() {
        flushDue = false;
        if (out.isEmpty()) {
            return;
        }
        sent = true;
        client.write(out);
        out = new WireBuffer();
        if (client.full()) {
            slow.run();
        }
    }

    /** Whether the client was given anything. */
    boolean sent() {
        return sent;
    }

    /** Lets the answer look whole. */
    void end() {
        writer.end(out);
        client.end(out);
        out = new WireBuffer();
    }
}
