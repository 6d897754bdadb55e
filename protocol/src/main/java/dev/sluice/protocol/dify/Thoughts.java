package dev.sluice.protocol.dify;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventSink;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the thoughts out of one text, whose pieces may be split anywhere. A thought stands between
 * {@code <think>} and {@code </think>} ({@code <thinking>} and {@code <thought>} likewise), where a
 * plugin may have put a comment at its beginning, or, by an older Dify, in a {@code <details>} with
 * the summary {@code Thinking...}. Thoughts may be nested and stand anywhere but in code. A closing
 * tag without its opening is dropped. Blanks after a tag are dropped with it, except after a
 * thought in the middle of a text, where they part its words.
 */
final class Thoughts {
    /** Longer than the pattern can match; a text that goes on like this is a text. */
    private static final int MAX_TAG_CHARS = 300;

    private static final String COMMENT = "<!--dify-deepseek-reasoning-->";

    /** An opening tag, or a closing one without its opening. */
    private static final Pattern TAG =
            Pattern.compile(
                    "<(?:(?<name>think|thinking|thought)>|/(?:think|thinking|thought)>"
                            + "|(?<details>details)(?:\\s[^>]{0,180}+)?+>\\s{0,20}+<summary>\\s{0,20}+"
                            + "Thinking\\.\\.\\.\\s{0,20}+</summary>)");

    /** What may become a tag when more of it has come. */
    private final StringBuilder held = new StringBuilder();

    /** Blanks at the beginning of the text, which a thought may follow. */
    private final StringBuilder blanks = new StringBuilder();

    /** What is sure: text, or reasoning where a thought is open. */
    private final StringBuilder sure = new StringBuilder();

    /** The open thought without its tags. */
    private final StringBuilder thought = new StringBuilder();

    private final CodeMarks code = new CodeMarks();

    /** Empty where the tags of a thought cannot be nested. */
    private String opening = "";

    private String closing = "";
    private int depth;
    private boolean thoughtBegins;

    /** Where in the open thought its last inner closing tag stood. */
    private int lastClosing;

    private boolean hasWords;
    private boolean dropsBlanks;

    Thoughts() {
        this(false);
    }

    /**
     * Reads one text.
     *
     * @param afterThought whether a thought came before it by another way, so that its first blanks
     *     are the rest of that
     */
    Thoughts(boolean afterThought) {
        this.dropsBlanks = afterThought;
    }

    /** Passes on what is sure by now, and returns whether that was anything. */
    boolean read(String delta, EventSink out) {
        held.append(delta);
        boolean passed = false;
        int at = 0;
        while (at < held.length()) {
            int before = depth;
            int next = depth == 0 ? outside(at) : inside(at);
            if (next == at) {
                break;
            }
            // Only a change between text and thought has to be seen in its order.
            passed |= (before == 0) != (depth == 0) && pass(before > 0, out);
            at = next;
        }
        held.delete(0, at);
        boolean rest = pass(depth > 0, out);
        return passed || rest;
    }

    /** Another text comes first: what is held will not become a tag, unless thinking goes on. */
    boolean leave(EventSink out) {
        if (depth > 0 || (blanks.isEmpty() && held.isEmpty())) {
            return false;
        }
        hasWords = true;
        sure.append(blanks).append(held);
        blanks.setLength(0);
        held.setLength(0);
        return pass(false, out);
    }

    boolean isThinking() {
        return depth > 0;
    }

    /** No more of this text will come. */
    void end(EventSink out) {
        if (depth > 0) {
            sure.append(held);
            thought.append(held);
            held.setLength(0);
            pass(true, out);
        } else {
            leave(out);
        }
    }

    /**
     * What the open thought holds of the answer, where a tag lacks its counterpart: what follows
     * its last closing tag; all of it, where there was none.
     */
    String unclosed() {
        String after = thought.substring(lastClosing).strip();
        return after.isEmpty() ? thought.toString().strip() : after;
    }

    /** Reads on at a place of the text, and returns the next one; the same, to wait for more. */
    // Whether more characters could make it a tag after all is what hitEnd says.
    @SuppressWarnings("JdkObsolete")
    private int outside(int at) {
        char c = held.charAt(at);
        if (!hasWords && Character.isWhitespace(c)) {
            if (!dropsBlanks) {
                blanks.append(c);
            }
            return at + 1;
        }
        if (c == '<' && !code.isInside()) {
            Matcher tag = TAG.matcher(held).region(at, held.length());
            if (tag.lookingAt()) {
                tag(tag);
                return tag.end();
            }
            if (tag.hitEnd() && held.length() - at <= MAX_TAG_CHARS) {
                return at;
            }
        }
        hasWords = true;
        sure.append(blanks).append(c);
        blanks.setLength(0);
        code.read(c);
        return at + 1;
    }

    private void tag(Matcher tag) {
        blanks.setLength(0);
        dropsBlanks = true;
        String name = tag.group("name");
        if (name == null && tag.group("details") == null) {
            return;
        }
        opening = name == null ? "" : "<" + name + ">";
        closing = name == null ? "</details>" : "</" + name + ">";
        depth = 1;
        thoughtBegins = true;
        thought.setLength(0);
        lastClosing = 0;
    }

    private int inside(int at) {
        char c = held.charAt(at);
        if (thoughtBegins && Character.isWhitespace(c)) {
            return at + 1;
        }
        if (c == '<') {
            int end = tagInside(at);
            if (end >= 0) {
                return end;
            }
        }
        thoughtBegins = false;
        sure.append(c);
        thought.append(c);
        return at + 1;
    }

    /** The end of the tag at the place; the place itself, if it may become one; else negative. */
    private int tagInside(int at) {
        if (is(closing, at)) {
            depth--;
            lastClosing = thought.length();
            return at + closing.length();
        }
        if (!opening.isEmpty() && is(opening, at)) {
            depth++;
            return at + opening.length();
        }
        if (thoughtBegins && is(COMMENT, at)) {
            return at + COMMENT.length();
        }
        boolean mayBecome =
                begins(closing, at)
                        || begins(opening, at)
                        || (thoughtBegins && begins(COMMENT, at));
        return mayBecome ? at : -1;
    }

    private boolean is(String tag, int at) {
        return held.length() - at >= tag.length()
                && tag.contentEquals(held.subSequence(at, at + tag.length()));
    }

    private boolean begins(String tag, int at) {
        return held.length() - at < tag.length() && tag.startsWith(held.substring(at));
    }

    private boolean pass(boolean reasoning, EventSink out) {
        if (sure.isEmpty()) {
            return false;
        }
        String text = sure.toString();
        sure.setLength(0);
        out.event(reasoning ? new ChatEvent.Reasoning(text) : new ChatEvent.Text(text));
        return true;
    }
}
