package dev.sluice.protocol;

/**
 * Looks for one text in characters that come one by one (Knuth, Morris and Pratt): its cost does
 * not depend on what is said. Used by one thread.
 */
final class StopSequence {
    private final String text;

    /** How much still matches when the character after that many does not. */
    private final int[] fallback;

    private int begun;

    StopSequence(String text) {
        this.text = text;
        this.fallback = new int[text.length() + 1];
        int matched = 0;
        for (int i = 1; i < text.length(); i++) {
            matched = extended(matched, text.charAt(i));
            fallback[i + 1] = matched;
        }
    }

    /** The length of the text when this character completes it, else zero. */
    int advance(char next) {
        begun = extended(begun, next);
        return begun == text.length() ? begun : 0;
    }

    /** How many of the last characters may be its beginning. */
    int begun() {
        return begun;
    }

    void reset() {
        begun = 0;
    }

    private int extended(int matched, char next) {
        int length = matched;
        while (length > 0 && (length == text.length() || text.charAt(length) != next)) {
            length = fallback[length];
        }
        return text.charAt(length) == next ? length + 1 : length;
    }
}
