package dev.sluice.protocol;

import java.text.BreakIterator;
import java.util.Locale;

/** How long a text is inside of a JSON string, and where it can be divided. */
public final class JsonText {
    /** Most characters that people see are far shorter; what is longer is divided all the same. */
    private static final int LONGEST_CHARACTER = 64;

    private JsonText() {}

    /** The end of the longest piece from there on that takes at most so many bytes. */
    public static int end(String text, int from, int bytes) {
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
        int start = Math.max(from, end - LONGEST_CHARACTER);
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text.substring(start, Math.min(text.length(), end + 2)));
        if (characters.isBoundary(end - start)) {
            return end;
        }
        int before = characters.preceding(end - start);
        return before > 0 ? start + before : end;
    }
}
