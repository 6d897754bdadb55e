package dev.sluice.http;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The part of a request's target behind the question mark. */
final class Query {
    private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** What the decoder puts for bytes that are no text. */
    private static final char NOT_UTF_8 = '\ufffd';

    private final String raw;

    Query(String raw) {
        this.raw = raw;
        if (BROKEN.matcher(raw).find() || decoded(raw).indexOf(NOT_UTF_8) >= 0) {
            throw refused(
                    "The query of the request holds a broken escape.",
                    "Percent-encode the bytes of UTF-8 text.");
        }
    }

    /** What it is set to; whoever sets it twice is told, since nobody knows which he means. */
    Optional<String> value(String name) {
        List<String> values =
                Stream.of(raw.split("&", -1))
                        .map(pair -> pair.split("=", 2))
                        .filter(pair -> decoded(pair[0]).equals(name))
                        .map(pair -> pair.length == 1 ? "" : decoded(pair[1]))
                        .toList();
        if (values.size() > 1) {
            throw refused("The query gives " + name + " more than once.", "Give it once.", name);
        }
        return values.stream().findFirst();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static ChatFailedException refused(String cause, String fix) {
        return refused(cause, fix, "");
    }

    private static ChatFailedException refused(String cause, String fix, String name) {
        return new ChatFailedException(
                ChatFailure.of(FailureCode.REQUEST_FIELD, ChatFailure.CLIENT, cause, fix).at(name));
    }
}
