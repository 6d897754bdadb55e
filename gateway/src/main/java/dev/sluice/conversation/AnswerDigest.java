package dev.sluice.conversation;

import java.util.Objects;

/**
 * An answer as digests, whatever form a client keeps it in.
 *
 * @param start of its first letters and digits, since front ends trim and decorate answers
 * @param whole of all of it but white space; empty when it is not known to its end
 */
public record AnswerDigest(String start, String whole) {
    static final AnswerDigest NONE = new AnswerDigest("", "");

    private static final int START_CHARACTERS = 40;

    public AnswerDigest {
        Objects.requireNonNull(start);
        Objects.requireNonNull(whole);
    }

    static AnswerDigest of(String answer) {
        String visible = AnswerText.visible(answer);
        return new AnswerDigest(Digest.of(start(visible)), Digest.of(withoutSpace(visible)));
    }

    /** Of how it begins alone. */
    static String startOf(String answer) {
        return Digest.of(start(AnswerText.visible(answer)));
    }

    /** The same of an answer that went on, or of which its reader may have seen less. */
    AnswerDigest unfinished() {
        return new AnswerDigest(start, "");
    }

    private static String start(String text) {
        var start = new StringBuilder();
        text.codePoints()
                .filter(Character::isLetterOrDigit)
                .limit(START_CHARACTERS)
                .forEach(point -> start.appendCodePoint(Character.toLowerCase(point)));
        return start.toString();
    }

    private static String withoutSpace(String text) {
        return text.codePoints()
                .filter(point -> !Character.isWhitespace(point) && !Character.isSpaceChar(point))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
