package dev.sluice.upstream;

import dev.sluice.http.ClientSide;
import dev.sluice.http.Exchange;
import dev.sluice.http.Loop;
import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.WireBuffer;

/** Events on their way to the client, gathered for each turn of the loop. Belongs to the loop. */
final class AnswerOutput {
    /** One turn of the loop may read a megabyte; a client that is slow must stop it before. */
    private static final int FLUSH_BYTES = 32 * 1024;

    /**
     * What a character of an answer takes until its end: in the reader that compares it with the
     * outputs of its app, and in the writer that joins it or may have to replace it, 2.4 bytes, 4.2
     * of Chinese ({@code AnswerMemoryTest}, 2026-11-30), and no more as the line that it becomes.
     * While it is written it is there twice, but only once for each loop.
     */
    private static final int BYTES_A_CHARACTER = 4;

    private static final int RESERVED_BYTES = 64 * 1024;

    private final StepwiseReservation room;
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
    AnswerOutput(Exchange exchange, EventWriter writer, Runnable slow) {
        this.room = new StepwiseReservation(exchange, RESERVED_BYTES);
        this.loop = exchange.loop();
        this.client = exchange.client();
        this.writer = writer;
        this.slow = slow;
    }

    /** Counts the event to what the answer holds in memory, and says whether there is room. */
    boolean hasRoomFor(ChatEvent event) {
        return room.grow((long) characters(event) * BYTES_A_CHARACTER);
    }

    private static int characters(ChatEvent event) {
        return switch (event) {
            case ChatEvent.Text(String delta) -> delta.length();
            case ChatEvent.Reasoning(String delta) -> delta.length();
            case ChatEvent.Replaced(String text) -> text.length();
            case ChatEvent.File file -> file.markdown().length();
            case ChatEvent.ToolCallDelta call -> call.arguments().length();
            case ChatEvent.Started _,
                    ChatEvent.Delay _,
                    ChatEvent.Progress _,
                    ChatEvent.Finished _,
                    ChatEvent.Failed _ ->
                    0;
        };
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
