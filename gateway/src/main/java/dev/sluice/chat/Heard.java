package dev.sluice.chat;

import dev.sluice.conversation.AnswerStart;
import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.WireBuffer;

/** A writer that also notes how the answer begins for its reader. Used by one thread at a time. */
final class Heard implements EventWriter {
    private final EventWriter writer;
    private final boolean stream;
    private final AnswerStart start = new AnswerStart();

    /**
     * @param stream whether what was written has been read, and cannot be taken back
     */
    Heard(EventWriter writer, boolean stream) {
        this.writer = writer;
        this.stream = stream;
    }

    AnswerStart start() {
        return start;
    }

    @Override
    public void event(ChatEvent event, WireBuffer out) {
        if (event instanceof ChatEvent.Text(String delta)) {
            start.add(delta);
        } else if (event instanceof ChatEvent.File file) {
            start.add(file.markdown());
        } else if (event instanceof ChatEvent.Replaced(String text)) {
            replaced(text);
        }
        writer.event(event, out);
    }

    private void replaced(String text) {
        if (stream) {
            start.addBeyond(text);
        } else {
            start.clear();
            start.add(text);
        }
    }

    @Override
    public void end(WireBuffer out) {
        writer.end(out);
    }
}
