package dev.sluice.protocol;

import java.util.regex.Pattern;

/** Characters that nobody may put into a line of a log or of a terminal. */
public final class Unprintable {
    /** Controls, and what changes the direction of a line or ends it, as a regular expression. */
    public static final String CHARACTER = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]";

    /** The same without the ends of lines and the tabs that a text of several lines has. */
    public static final String IN_LINES = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n\\t]]";

    private static final Pattern PATTERN = Pattern.compile(CHARACTER);
    private static final Pattern PATTERN_IN_LINES = Pattern.compile(IN_LINES);

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

    /** The same of a text that has lines of its own. */
    public static String replacedInLines(String text, String by) {
        return PATTERN_IN_LINES.matcher(text).replaceAll(by);
    }
}
