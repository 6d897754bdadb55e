package dev.sluice.protocol.dify;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventSink;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The text of an answer, which is made of the texts of its sources: the nodes of a workflow or the
 * rounds of an agent. Each is read by {@link Thoughts} of its own; a chatbot is one source without
 * a name.
 */
final class Speech {
    private final boolean afterThoughts;
    private final Map<String, Thoughts> sources = new LinkedHashMap<>();
    private String source = "";
    private Thoughts speaking;

    /** The last source that had words, or that still thinks. */
    private Thoughts last;

    private boolean hasWords;

    /**
     * An answer of which nothing has come.
     *
     * @param afterThoughts whether the thoughts come by another way than the text
     */
    Speech(boolean afterThoughts) {
        this.afterThoughts = afterThoughts;
        this.speaking = new Thoughts(afterThoughts);
        this.last = speaking;
        sources.put(source, speaking);
    }

    /** Passes on what is sure by now, and returns whether that was anything. */
    boolean say(String from, String delta, EventSink out) {
        boolean left = !from.equals(source) && turnTo(from, out);
        boolean passed = speaking.read(delta, event -> pass(event, out));
        if (speaking.isThinking()) {
            last = speaking;
        }
        return passed || left;
    }

    /** More of the source that spoke last. */
    boolean goOn(String delta, EventSink out) {
        return say(source, delta, out);
    }

    /** Something else than text comes first. */
    void pause(EventSink out) {
        speaking.leave(event -> pass(event, out));
    }

    /** All that was said is void. */
    void replace(String whole, EventSink out) {
        sources.clear();
        speaking = new Thoughts();
        last = speaking;
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
        hasWords = !text.toString().isBlank();
        out.event(new ChatEvent.Replaced(text.toString()));
    }

    /** Whether there was more than blanks in it by now. */
    boolean hasWords() {
        return hasWords;
    }

    /** Nothing more will come, since it failed: a thought stays one. */
    void breakOff(EventSink out) {
        sources.values().forEach(thoughts -> thoughts.end(event -> pass(event, out)));
    }

    /** Nothing more will come. A thought that is still open and that no words followed is text. */
    void end(EventSink out) {
        breakOff(out);
        if (last.isThinking() && !last.unclosed().isEmpty()) {
            pass(new ChatEvent.Text(last.unclosed()), out);
        }
    }

    private boolean turnTo(String from, EventSink out) {
        boolean passed = speaking.leave(event -> pass(event, out));
        source = from;
        speaking = sources.computeIfAbsent(from, _ -> new Thoughts(afterThoughts && !hasWords));
        return passed;
    }

    private void pass(ChatEvent event, EventSink out) {
        if (event instanceof ChatEvent.Text(String text) && !text.isBlank()) {
            hasWords = true;
            last = speaking;
        }
        out.event(event);
    }
}
