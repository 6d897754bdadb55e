package dev.sluice.edge;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The path of a request, matched against routes as it was sent and decoded once. */
final class RequestPath {
    /** What the decoder puts for bytes that are no text. */
    private static final char NOT_UTF_8 = '\ufffd';

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

    /** The route's variable if the path is the route's; empty text where it has none. */
    Optional<String> match(Route route) {
        if (!route.hasVariable()) {
            return raw.equals(route.path()) ? Optional.of("") : Optional.empty();
        }
        String literal = route.literal();
        if (!raw.startsWith(literal) || raw.length() == literal.length()) {
            return Optional.empty();
        }
        return Optional.of(decoded(raw.substring(literal.length())));
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
