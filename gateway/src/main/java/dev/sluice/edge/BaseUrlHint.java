package dev.sluice.edge;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with the base URL of an OpenAI client, as the path of its call shows it: clients
 * append the call to whatever they were given.
 */
final class BaseUrlHint {
    private static final String BASE = "/v1";

    /** A call at the end of a path, behind the base URL's own path. */
    private static final Pattern CALL =
            Pattern.compile(
                    "(?<base>.*?)/(chat/completions|completions|embeddings|responses|models(/.*)?)");

    /** A base URL that holds a call already. */
    private static final Pattern BASE_WITH_CALL =
            Pattern.compile(
                    ".*?(?<call>/(chat/completions|completions|embeddings|responses|models)).*");

    private BaseUrlHint() {}

    /**
     * The failure, if the path shows that the base URL is wrong.
     *
     * @param path without empty segments
     * @param origin scheme, name and port as the client sees the gateway; empty where they cannot
     *     be relied on
     */
    static Optional<ChatFailure> failure(String method, String path, String origin) {
        Matcher call = CALL.matcher(path);
        if (!call.matches() || call.group("base").equals(BASE)) {
            return Optional.empty();
        }
        String base =
                origin.isEmpty()
                        ? "a base URL that ends in " + BASE
                        : "the base URL " + origin + BASE;
        return Optional.of(
                ChatFailure.of(
                        FailureCode.ROUTE_UNKNOWN,
                        ChatFailure.CLIENT,
                        "Invalid URL (%s %s): %s."
                                .formatted(method, path, fault(call.group("base"))),
                        "Give the client %s instead; it appends the rest itself.".formatted(base)));
    }

    private static String fault(String base) {
        Matcher twice = BASE_WITH_CALL.matcher(base);
        if (twice.matches()) {
            return "the base URL must end in " + BASE + ", not in " + twice.group("call");
        }
        if (base.isEmpty()) {
            return BASE + " is missing";
        }
        if (base.startsWith(BASE + BASE)) {
            return BASE + " is there twice";
        }
        String prefix =
                base.endsWith(BASE) ? base.substring(0, base.length() - BASE.length()) : base;
        return "nothing is served under " + prefix;
    }
}
