package dev.sluice.conversation;

import java.util.regex.Pattern;

/**
 * How an answer begins, loosely: its first letters and digits. Front ends trim answers, and put
 * what the model thought before them in a form of their own. Not thread-safe.
 */
public final class AnswerStart {
    private static final int CHARACTERS = 40;

    private static final Pattern REASONING =
            Pattern.compile(
                    "(?s)\\G\\s*+<think>.*?(?:</think>|\\z)"
                            + "|<details type=\"reasoning\".*?(?:</details>|\\z)");

    private final StringBuilder start = new StringBuilder();
    private int characters;
    private boolean whole;

    /** The digest of a whole answer's. */
    static String of(String answer) {
        var start = new AnswerStart();
        start.add(REASONING.matcher(answer).replaceAll(""));
        return start.digest();
    }

    /** More of the answer. */
    public void add(String text) {
        for (int at = 0; at < text.length() && characters < CHARACTERS && !whole; ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (Character.isLetterOrDigit(point)) {
                start.appendCodePoint(Character.toLowerCase(point));
                characters++;
            }
        }
    }

    /** What this adds to what was said; an answer that begins otherwise comes too late. */
    public void addBeyond(String answer) {
        var other = new AnswerStart();
        other.add(answer);
        whole = other.start.indexOf(start.toString()) != 0;
        if (!whole) {
            clear();
            add(answer);
        }
    }

    /** What was said is void. */
    public void clear() {
        start.setLength(0);
        characters = 0;
    }

    public String digest() {
        return Digest.of(start.toString());
    }
}
