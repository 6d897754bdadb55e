package dev.sluice.conversation;

/**
 * What was heard of an answer, as far as it is compared later. Not thread-safe.
 *
 * <p>The text itself is kept only while the answer runs.
 */
public final class AnswerStart {
    /** Of longer answers only the beginning is compared. */
    static final int MOST_CHARACTERS = 256 * 1024;

    private final StringBuilder text = new StringBuilder();
    private boolean otherwise;
    private boolean tooLong;

    /** More of the answer. */
    public void add(String more) {
        if (otherwise) {
            return;
        }
        tooLong |= text.length() + more.length() > MOST_CHARACTERS;
        text.append(more, 0, Math.min(more.length(), MOST_CHARACTERS - text.length()));
    }

    /** What this adds to what was said; an answer that begins otherwise comes too late. */
    public void addBeyond(String answer) {
        boolean goesOn = answer.length() >= text.length() && answer.startsWith(text.toString());
        if (goesOn) {
            clear();
            add(answer);
        }
        otherwise = !goesOn;
    }

    /** What was said is void. */
    public void clear() {
        text.setLength(0);
        tooLong = false;
    }

    /** Of a complete answer. */
    public AnswerDigest digest() {
        return digestAfter("");
    }

    /** Of an answer that its client appends to this one. */
    public AnswerDigest digestAfter(String earlier) {
        var digest = AnswerDigest.of(earlier + text);
        return tooLong ? digest.unfinished() : digest;
    }
}
