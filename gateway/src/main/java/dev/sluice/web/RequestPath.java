package dev.sluice.web;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The path of a request: literals are compared as they were sent, variables are decoded once. Empty
 * segments mean nothing, as where a base URL that ends in a slash was put before a path; in a rest
 * they belong to it.
 */
public final class RequestPath {
    /** What the decoder puts for bytes that are no text. */
    private static final char NOT_UTF_8 = '\ufffd';

    private static final List<String> NEVER = List.of("%00", "%5c", "\\", ";");

    private final String raw;
    private final List<Segment> segments;

    private record Segment(int from, int to) {}

    /**
     * @throws ChatFailedException when servers could read it in different ways
     */
    RequestPath(String raw) {
        this.raw = raw;
        this.segments = segments(raw);
        requireUnambiguous(raw);
    }

    private static void requireUnambiguous(String raw) {
        String lower = raw.toLowerCase(Locale.ROOT);
        // As whoever splits it again would see it: an id may hold encoded slashes.
        String decoded = lower.replace("%2e", ".").replace("%2f", "/") + "/";
        boolean dots = decoded.contains("/./") || decoded.contains("/../");
        if (dots || NEVER.stream().anyMatch(lower::contains)) {
            throw new ChatFailedException(ambiguous());
        }
    }

    private static List<Segment> segments(String raw) {
        var segments = new ArrayList<Segment>();
        int from = 0;
        while (from < raw.length()) {
            int slash = raw.indexOf('/', from);
            int to = slash < 0 ? raw.length() : slash;
            if (to > from) {
                segments.add(new Segment(from, to));
            }
            from = to + 1;
        }
        return segments;
    }

    /** How many segments it has that are not empty. */
    int size() {
        return segments.size();
    }

    /** A segment as it was sent. */
    String raw(int index) {
        Segment segment = segments.get(index);
        return raw.substring(segment.from(), segment.to());
    }

    String decoded(int index) {
        return decoded(raw(index));
    }

    /** Everything from that segment on, with the empty segments before it but for the slash. */
    String decodedRest(int index) {
        int from = index == 0 ? 1 : segments.get(index - 1).to() + 1;
        return decoded(raw.substring(from));
    }

    /** Without empty segments. */
    public String normalized() {
        if (segments.isEmpty()) {
            return raw.isEmpty() ? "" : "/";
        }
        var path = new StringBuilder(raw.length());
        if (!raw.startsWith("/")) {
            path.append(raw(0));
        } else {
            path.append('/').append(raw(0));
        }
        for (int i = 1; i < segments.size(); i++) {
            path.append('/').append(raw(i));
        }
        return path.toString();
    }

    /** As it was sent. */
    @Override
    public String toString() {
        return raw;
    }

    private static String decoded(String text) {
        try {
            // A plus is a plus in a path.
            String plain = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (plain.indexOf(NOT_UTF_8) >= 0) {
                throw new ChatFailedException(ambiguous());
            }
            return plain;
        } catch (IllegalArgumentException _) {
            throw new ChatFailedException(ambiguous());
        }
    }

    private static ChatFailure ambiguous() {
        return ChatFailure.of(
                FailureCode.REQUEST_PATH,
                ChatFailure.CLIENT,
                "The path holds dot segments, a backslash, a semicolon or a broken escape.",
                "Send the path as the documentation of the route spells it.");
    }
}
