package dev.sluice.config;

import static java.util.stream.Collectors.joining;

import dev.sluice.protocol.Nearest;
import dev.sluice.protocol.Unprintable;
import java.util.Collection;
import java.util.regex.Pattern;

/**
 * What of a user's text may be repeated in a message: a key pasted into the wrong place may not.
 */
public final class Masked {
    private static final Pattern KEY =
            Pattern.compile("(?:app|dataset|sk)-[A-Za-z0-9_-]{16,}|//[^/@:]{0,100}+:[^@]{0,200}+@");
    private static final Pattern KIND = Pattern.compile("[a-z]{2,8}-");
    private static final Pattern USER = Pattern.compile("^([^/]*+//[^:/@]*+)(?::[^@]*+)?+@");
    private static final int LONGEST_CHARS = 64;

    /** Of a shorter secret the last characters are too large a part. */
    private static final int LONG_ENOUGH_CHARS = 20;

    private static final int SHOWN_CHARS = 4;

    private Masked() {}

    public static boolean isKey(String text) {
        return KEY.matcher(text).find();
    }

    public static String name(String text) {
        boolean hidden = isKey(text) || text.length() > LONGEST_CHARS;
        return hidden ? "…" : Unprintable.replaced(text, "?");
    }

    /** Enough of a key to tell it from another. */
    static String secret(String text) {
        if (text.length() < LONG_ENOUGH_CHARS) {
            return text.isEmpty() ? "" : "…";
        }
        var kind = KIND.matcher(text);
        String start = kind.lookingAt() ? kind.group() : "";
        return start + "…" + text.substring(text.length() - SHOWN_CHARS);
    }

    /** A database's URL without its password; parameters can hold one too. */
    static String database(String url) {
        String bare = url.replaceFirst("\\?.*", "?…");
        return USER.matcher(bare).replaceFirst("$1:…@");
    }

    /** The end of a message about a name that is not among the known ones, which users chose. */
    static String hint(String word, Collection<String> known) {
        return Nearest.to(word, known)
                .map(near -> "did you mean " + name(near) + "?")
                .orElseGet(
                        () -> "known: " + known.stream().map(Masked::name).collect(joining(", ")));
    }

    public static String quoted(String text) {
        return "`" + name(text) + "`";
    }
}
