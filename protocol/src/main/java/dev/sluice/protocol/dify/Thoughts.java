package dev.sluice.protocol.dify;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventSink;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the thoughts out of one text, whose pieces may be split anywhere. Thoughts stand at its
 * beginning and nowhere else, between {@code <think>} and {@code </think>}, after which a plugin
 * may have put a comment, or, by an older Dify, in a {@code <details>} with the summary {@code
 * Thinking...}. Blanks after a tag belong to the tag. Tags further down are the text's own.
 */
final class Thoughts {
    /** The longest opening seen is half as long; a text that goes on like this is a text. */
    private static final int MAX_OPENING_CHARS = 300;

    private static final Pattern OPENING =
            Pattern.compile(
                    "\\s*+(?:(<think>)(?:\\s*+<!--dify-deepseek-reasoning-->)?+"
                            + "|<details[^>]*+>\\s*+<summary>\\s*+Thinking\\.\\.\\.\\s*+</summary>)\\s*+");

    /** What may still become a tag when more of it has come. */
    private final StringBuilder held = new StringBuilder();

    private At at = At.BEGINNING;
    private String closing = "";
    private boolean thought;

    private enum At {
        BEGINNING,
        THINKING,
        TEXT
    }

    /** Tells the sink what is sure by now, and whether that was anything. */
    boolean read(String delta, EventSink out) {
        if (at == At.TEXT) {
            return text(delta, out);
        }
        held.append(delta);
        return at == At.BEGINNING ? begin(out) : think(out);
    }

    /** Another text comes first: what is held will not become a tag, unless thinking goes on. */
    boolean leave(EventSink out) {
        return at == At.BEGINNING && !held.isEmpty() && becomeText(out);
    }

    /** No more of this text will come. */
    void end(EventSink out) {
        if (at == At.THINKING) {
            reasoning(held.toString(), out);
        } else {
            leave(out);
        }
        held.setLength(0);
    }

    // Whether more characters could make it a tag after all is what hitEnd tells.
    @SuppressWarnings("JdkObsolete")
    private boolean begin(EventSink out) {
        Matcher opening = OPENING.matcher(held);
        boolean opens = opening.lookingAt();
        if (opening.hitEnd() && held.length() <= MAX_OPENING_CHARS) {
            return false;
        }
        if (!opens) {
            return becomeText(out);
        }
        at = At.THINKING;
        closing = opening.start(1) < 0 ? "</details>" : "</think>";
        held.delete(0, opening.end());
        return think(out);
    }

    private boolean becomeText(EventSink out) {
        at = At.TEXT;
        String text = thought ? held.toString().stripLeading() : held.toString();
        held.setLength(0);
        return text(text, out);
    }

    private boolean think(EventSink out) {
        int end = held.indexOf(closing);
        if (end < 0) {
            int sure = held.length() - begunClosing();
            boolean told = reasoning(held.substring(0, sure), out);
            held.delete(0, sure);
            return told;
        }
        thought = true;
        boolean reasoned = reasoning(held.substring(0, end), out);
        held.delete(0, end + closing.length());
        at = At.BEGINNING;
        boolean began = begin(out);
        return reasoned || began;
    }

    /** How many of the last characters may be the first ones of the closing tag. */
    private int begunClosing() {
        int length = Math.min(held.length(), closing.length() - 1);
        while (held.lastIndexOf(closing.substring(0, length)) != held.length() - length) {
            length--;
        }
        return length;
    }

    private static boolean text(String text, EventSink out) {
        if (!text.isEmpty()) {
            out.event(new ChatEvent.Text(text));
        }
        return !text.isEmpty();
    }

    private static boolean reasoning(String text, EventSink out) {
        if (!text.isEmpty()) {
            out.event(new ChatEvent.Reasoning(text));
        }
        return !text.isEmpty();
    }
}
