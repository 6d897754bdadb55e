package dev.sluice.edge;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The path of a request, matched against routes as it was sent and decoded once. */
final class RequestPath {
    /** What the decoder puts for bytes that are no text. */
    private static final char NOT_UTF_8 = '\ufffd';

    private static final Pattern SLASHES = Pattern.compile("/{2,}");

    private static final List<String> NEVER = List.of("%00", "%5c", "\\", ";");

    private final String raw;

    RequestPath(String raw) {
        this.raw = raw;
        String lower = raw.toLowerCase(Locale.ROOT);
        // As it would be for whoever takes it apart again: an id may hold encoded slashes.
        String apart = lower.replace("%2e", ".").replace("%2f", "/") + "/";
        boolean dots = apart.contains("/./");
        boolean parents = apart.contains("/../");
        if (dots || parents || NEVER.stream().anyMatch(lower::contains)) {
            throw new ChatFailedException(ambiguous());
        }
    }

    /**
     * The route's variable if the path is the route's; empty text where it has none. Empty segments
     * mean nothing, as where a base URL that ends in a slash was put before a path; in an id they
     * are the id's.
     */
    Optional<String> match(Route route) {
        if (!route.hasVariable()) {
            return plain().equals(route.path()) ? Optional.of("") : Optional.empty();
        }
        int end = endOf(route.literal());
        return end < 0 || end == raw.length()
                ? Optional.empty()
                : Optional.of(decoded(raw.substring(end)));
    }

    /** Without empty segments. */
    String plain() {
        String single = SLASHES.matcher(raw).replaceAll("/");
        return single.length() > 1 && single.endsWith("/")
                ? single.substring(0, single.length() - 1)
                : single;
    }

    /** Where the literal ends that the path begins with, however many slashes it has; else -1. */
    private int endOf(String literal) {
        int at = 0;
        for (int i = 0; i < literal.length(); i++) {
            if (at == raw.length() || raw.charAt(at) != literal.charAt(i)) {
                return -1;
            }
            at++;
            boolean inside = literal.charAt(i) == '/' && i < literal.length() - 1;
            while (inside && at < raw.length() && raw.charAt(at) == '/') {
                at++;
            }
        }
        return at;
    }

    private static String decoded(String segment) {
        try {
            // A plus is a plus in a path.
            String plain = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
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
