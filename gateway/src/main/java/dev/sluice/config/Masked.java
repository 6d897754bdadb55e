package dev.sluice.config;

import java.util.regex.Pattern;

/**
 * What of a user's text may be repeated in a message: a key pasted into the wrong place may not.
 */
final class Masked {
    private static final Pattern KEY = Pattern.compile("(?:app|dataset)-[A-Za-z0-9]{16,}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int LONGEST_CHARS = 64;

    private Masked() {}

    static boolean isKey(String text) {
        return KEY.matcher(text).find();
    }

    static String name(String text) {
        boolean hidden = isKey(text) || text.length() > LONGEST_CHARS;
        return hidden ? "…" : CONTROL.matcher(text).replaceAll("?");
    }

    static String quoted(String text) {
        return "`" + name(text) + "`";
    }
}
