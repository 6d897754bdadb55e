package dev.sluice.protocol;

import java.util.regex.Pattern;

/** Characters that nobody may put into a line of a log or of a terminal. */
public final class Unprintable {
    /** Controls, and what changes the direction of a line or ends it, as a regular expression. */
    public static final String CHARACTER = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]";

    private static final Pattern PATTERN = Pattern.compile(CHARACTER);

    private Unprintable() {}

    /** The text with this in the place of each of them. */
    public static String replaced(String text, String by) {
        return PATTERN.matcher(text).replaceAll(by);
    }
}
