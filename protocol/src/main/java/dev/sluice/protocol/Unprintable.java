package dev.sluice.protocol;

import java.util.regex.Pattern;

/** Characters that nobody may put into a line of a log or of a terminal. */
public final class Unprintable {
    /** Controls, and what changes the direction of a line or ends it, as a regular expression. */
    public static final String CHARACTER = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]";

    private static final Pattern PATTERN = Pattern.compile(CHARACTER);

    private Unprintable() {}

    /** Whether the character is one of them. */
    public static boolean is(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            // Everything else can be seen, or is a blank.
            default -> false;
        };
    }

    /** The text with this in the place of each of them. */
    public static String replaced(String text, String by) {
        return PATTERN.matcher(text).replaceAll(by);
    }
}
