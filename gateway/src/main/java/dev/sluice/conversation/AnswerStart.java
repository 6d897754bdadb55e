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
                    "(?s)<think>.*?(?:</think>|\\z)"
                            + "|<details type=\"reasoning\".*?(?:</details>|\\z)");

    private final StringBuilder start = new StringBuilder();
    private int characters;

    /** The digest of a whole answer's. */
    static String of(String answer) {
        var start = new AnswerStart();
        start.add(REASONING.matcher(answer).replaceAll(""));
        return start.digest();
    }

    /** More of the answer. */
    public void add(String text) {
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length && characters < CHARACTERS; i++) {
            if (Character.isLetterOrDigit(points[i])) {
                start.appendCodePoint(Character.toLowerCase(points[i]));
                characters++;
            }
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
