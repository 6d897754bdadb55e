package dev.sluice.upstream;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.EventSink;
import dev.sluice.protocol.FailureCode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a failure of an answer that its upstream withdraws after text of it was sent, for clients
 * that would go on showing that text. Used by one thread at a time.
 */
final class WithdrawalReader implements EventReader {
    private final EventReader reader;
    private final String upstream;
    private final StringBuilder sent = new StringBuilder();
    private boolean withdrawn;

    WithdrawalReader(EventReader reader, String upstream) {
        this.reader = reader;
        this.upstream = upstream;
    }

    @Override
    public void read(byte[] bytes, int from, int to, EventSink out) {
        reader.read(bytes, from, to, event -> pass(event, out));
    }

    @Override
    public boolean isWhole() {
        return reader.isWhole() && !withdrawn;
    }

    @Override
    public ObjectNode extension() {
        return reader.extension();
    }

    @Override
    public void end(EventSink out) {
        reader.end(event -> pass(event, out));
    }

    private void pass(ChatEvent event, EventSink out) {
        if (withdrawn) {
            return;
        }
        if (event instanceof ChatEvent.Text(String delta)) {
            sent.append(delta);
        } else if (event instanceof ChatEvent.File file) {
            sent.append(file.markdown());
        } else if (event instanceof ChatEvent.Replaced(String text)) {
            withdrawn = !sent.toString().isBlank() && !text.startsWith(sent.toString());
            sent.setLength(0);
            sent.append(text);
        }
        out.event(withdrawn ? new ChatEvent.Failed(failure()) : event);
    }

    private ChatFailure failure() {
        return ChatFailure.of(
                FailureCode.ANSWER_WITHDRAWN,
                upstream,
                "The upstream " + upstream + " withdrew its answer after text of it was sent.",
                "Do not show that text; ask differently, or look into the moderation of the app.");
    }
}
