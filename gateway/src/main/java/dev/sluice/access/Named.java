package dev.sluice.access;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a request calls its user or its chat.
 *
 * @param name empty when it calls them nothing
 * @param source where it says so, such as {@code metadata.chat_id}; empty with the name
 */
public record Named(String name, String source) {
    static final Named NOTHING = new Named("", "");

    /** A brace alone is none: a person's name must not make another's of it. */
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{[A-Za-z0-9_]{1,100}}}");

    public Named {
        Objects.requireNonNull(name);
        Objects.requireNonNull(source);
    }

    /** What was found in that place, which may be nothing. */
    static Named in(String source, String text) {
        String name = text.strip();
        return name.isEmpty() || isTemplate(name) ? NOTHING : new Named(name, source);
    }

    /** Front ends send the templates that they do not know as they are written. */
    static boolean isTemplate(String text) {
        return TEMPLATE.matcher(text).find();
    }

    public boolean isAbsent() {
        return name.isEmpty();
    }

    Named or(Named other) {
        return isAbsent() ? other : this;
    }

    /** Without the name, which is a person's affair. */
    @Override
    public String toString() {
        return isAbsent() ? "nothing" : "named in " + source;
    }
}
