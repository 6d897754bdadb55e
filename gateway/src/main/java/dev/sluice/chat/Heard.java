package dev.sluice.chat;

import dev.sluice.conversation.AnswerStart;
import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.WireBuffer;

/** A writer that also notes how the answer begins. Used by one thread at a time. */
final class Heard implements EventWriter {
    private final EventWriter writer;
    private final AnswerStart start = new AnswerStart();

    Heard(EventWriter writer) {
        this.writer = writer;
    }

    AnswerStart start() {
        return start;
    }

    @Override
    public void event(ChatEvent event, WireBuffer out) {
        if (event instanceof ChatEvent.Text(String delta)) {
            start.add(delta);
        } else if (event instanceof ChatEvent.Replaced(String text)) {
            start.clear();
            start.add(text);
        }
        writer.event(event, out);
    }

    @Override
    public void end(WireBuffer out) {
        writer.end(out);
    }
}
