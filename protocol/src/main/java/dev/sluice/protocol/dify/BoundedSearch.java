package dev.sluice.protocol.dify;

/**
 * Whether texts of one answer contain others, in linear work (Knuth, Morris and Pratt) and with a
 * bound on all of it, since an upstream chooses how many there are. Used by one thread.
 */
final class BoundedSearch {
    /** Of all texts together; answers that people read are a thousand times smaller. */
    private static final long MOST_CHARS = 32L * 1024 * 1024;

    private long left = MOST_CHARS;

    /** Beyond the bound nothing is found. */
    boolean contains(CharSequence text, String what) {
        if (what.length() > text.length()) {
            return false;
        }
        left -= text.length() + what.length();
        return left >= 0 && isIn(text, what);
    }

    private static boolean isIn(CharSequence text, String what) {
        int[] fallback = fallback(what);
        int matched = 0;
        for (int i = 0; i < text.length() && matched < what.length(); i++) {
            matched = extended(what, fallback, matched, text.charAt(i));
        }
        return matched == what.length();
    }

    /** How much still matches when the character after that many does not. */
    private static int[] fallback(String what) {
        var fallback = new int[what.length() + 1];
        int matched = 0;
        for (int i = 1; i < what.length(); i++) {
            matched = extended(what, fallback, matched, what.charAt(i));
            fallback[i + 1] = matched;
        }
        return fallback;
    }

    private static int extended(String what, int[] fallback, int matched, char next) {
        int length = matched;
        while (length > 0 && what.charAt(length) != next) {
            length = fallback[length];
        }
        return what.charAt(length) == next ? length + 1 : length;
    }
}
