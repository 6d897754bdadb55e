package dev.sluice.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The paths of a route, as {@code /services/{name}/instances/{id}}: literals, and variables for one
 * segment each. A last variable that ends in dots, as in {@code /v1/models/{id...}}, takes the rest
 * of the path with its slashes.
 */
public final class PathPattern {
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._~-]+");
    private static final Pattern VARIABLE = Pattern.compile("\\{[a-z_]+}");
    private static final Pattern REST = Pattern.compile("\\{[a-z_]+\\.{3}}");

    private final String label;
    private final List<Segment> segments;

    private PathPattern(String label, List<Segment> segments) {
        this.label = label;
        this.segments = segments;
    }

    sealed interface Segment {}

    record Literal(String text) implements Segment {}

    record Variable(String name) implements Segment {}

    /** What is left of the path, at least one character. */
    record Rest(String name) implements Segment {}

    /**
     * The pattern that the text spells.
     *
     * @throws IllegalArgumentException when it spells none
     */
    public static PathPattern of(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException(text + " does not begin with a slash");
        }
        var segments = new ArrayList<Segment>();
        if (text.length() > 1) {
            for (String segment : text.substring(1).split("/", -1)) {
                if (!segments.isEmpty() && segments.getLast() instanceof Rest) {
                    throw new IllegalArgumentException(text + " has a segment after the rest");
                }
                segments.add(segment(text, segment));
            }
        }
        return new PathPattern(text.replace("...}", "}"), List.copyOf(segments));
    }

    private static Segment segment(String pattern, String text) {
        if (LITERAL.matcher(text).matches()) {
            return new Literal(text);
        }
        if (VARIABLE.matcher(text).matches()) {
            return new Variable(text.substring(1, text.length() - 1));
        }
        if (REST.matcher(text).matches()) {
            return new Rest(text.substring(1, text.length() - 4));
        }
        throw new IllegalArgumentException(
                "%s has a segment that is neither a literal nor a variable: %s"
                        .formatted(pattern, text));
    }

    List<Segment> segments() {
        return segments;
    }

    /** As documents, headers and metrics show it, such as {@code /v1/models/{id}}. */
    @Override
    public String toString() {
        return label;
    }
}
