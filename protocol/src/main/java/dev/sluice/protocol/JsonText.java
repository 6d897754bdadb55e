package dev.sluice.protocol;

/** How long a text is inside of a JSON string, and where it can be divided. */
public final class JsonText {
    /** Most characters that people see are far shorter; what is longer is divided all the same. */
    private static final int LONGEST_CHARACTER = 64;

    /** Between the parts of one emoji. */
    private static final int JOINER = 0x200d;

    private static final int LIGHTEST_SKIN = 0x1f3fb;
    private static final int DARKEST_SKIN = 0x1f3ff;

    /** Of one UTF-16 unit, in bytes. */
    private static final int LONGEST_ESCAPE = 6;

    private JsonText() {}

    /** The end of the longest piece from there on that takes at most so many bytes. */
    public static int end(String text, int from, int bytes) {
        if (text.length() - from <= bytes / LONGEST_ESCAPE) {
            return text.length();
        }
        int end = from;
        int left = bytes;
        while (end < text.length()) {
            int units = Character.charCount(text.codePointAt(end));
            left -= length(text, end, units);
            if (left < 0) {
                return wholeCharacter(text, from, end);
            }
            end += units;
        }
        return end;
    }

    /** The text if it takes at most so many bytes, else its beginning and an ellipsis. */
    public static String shortened(String text, int bytes) {
        int end = end(text, 0, bytes);
        return end == text.length() ? text : text.substring(0, end(text, 0, bytes - 3)) + "…";
    }

    private static int length(String text, int at, int units) {
        if (units == 2) {
            return 4;
        }
        char c = text.charAt(at);
        if (c >= 0x80) {
            return Character.isSurrogate(c) ? 6 : c < 0x800 ? 2 : 3;
        }
        return switch (c) {
            case '"', '\\', '\n', '\r', '\t' -> 2;
            // Of all the others only control characters are escaped.
            default -> c < 0x20 ? 6 : 1;
        };
    }

    /** Not between a letter and its accents, unless there are too many of them. */
    private static int wholeCharacter(String text, int from, int end) {
        int least = Math.max(from, end - LONGEST_CHARACTER);
        int at = end;
        while (at > least && belongsToTheOneBefore(text, at)) {
            at -= Character.charCount(text.codePointBefore(at));
        }
        return at > least ? at : end;
    }

    private static boolean belongsToTheOneBefore(String text, int at) {
        int point = text.codePointAt(at);
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || point == JOINER
                || text.codePointBefore(at) == JOINER
                || (point >= LIGHTEST_SKIN && point <= DARKEST_SKIN);
    }
}
