package dev.sluice.protocol.dify;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventSink;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The text of an answer, which is made of the texts of its sources: the nodes of a workflow or the
 * rounds of an agent. Each source may begin with thoughts, so each is read by {@link Thoughts} of
 * its own; a chatbot is one source without a name.
 */
final class Speech {
    private final Map<String, Thoughts> sources = new LinkedHashMap<>();
    private String source = "";
    private Thoughts speaking = new Thoughts();

    Speech() {
        sources.put(source, speaking);
    }

    /** Tells the sink what is sure by now, and whether that was anything. */
    boolean say(String from, String delta, EventSink out) {
        boolean left = !from.equals(source) && turnTo(from, out);
        boolean told = speaking.read(delta, out);
        return told || left;
    }

    /** All that was said is void. */
    void replace(String whole, EventSink out) {
        sources.clear();
        speaking = new Thoughts();
        sources.put(source, speaking);
        StringBuilder text = new StringBuilder();
        // The client has had the thoughts; only the text is compared with what it was sent.
        speaking.read(
                whole,
                event -> {
                    if (event instanceof ChatEvent.Text(String part)) {
                        text.append(part);
                    }
                });
        out.event(new ChatEvent.Replaced(text.toString()));
    }

    void end(EventSink out) {
        sources.values().forEach(thoughts -> thoughts.end(out));
    }

    private boolean turnTo(String from, EventSink out) {
        boolean told = speaking.leave(out);
        source = from;
        speaking = sources.computeIfAbsent(from, _ -> new Thoughts());
        return told;
    }
}
