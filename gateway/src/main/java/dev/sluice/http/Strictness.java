package dev.sluice.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the library lets through though another server on the way may read it otherwise: where two
 * disagree on whom a request is for or where it ends, one of them can be deceived.
 */
final class Strictness {
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{0,5})?");
    private static final Pattern TARGET = Pattern.compile("[!-~&&[^#]]+");
    private static final Pattern ABSOLUTE =
            Pattern.compile("https?://([^/?]*).*", Pattern.CASE_INSENSITIVE);

    private Strictness() {}

    /** Why this request is not served, for people; nothing when it is. */
    static Optional<String> objection(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            // It frames by itself, and its head is not text.
            return Optional.empty();
        }
        List<String> hosts = request.headers().getAll("host");
        List<String> encodings = request.headers().getAll("transfer-encoding");
        String host = hosts.isEmpty() ? "" : hosts.getFirst();
        if (hosts.size() > 1) {
            return Optional.of("it has more than one Host");
        }
        if (hosts.isEmpty() && request.version() == HttpVersion.HTTP_1_1) {
            return Optional.of("it has no Host");
        }
        if (!HOST.matcher(host).matches()) {
            return Optional.of("its Host is not a name or an address, with or without a port");
        }
        if (!encodings.isEmpty() && !isChunked(encodings)) {
            return Optional.of("its Transfer-Encoding is not chunked alone");
        }
        if (request.headers().contains("")) {
            return Optional.of("a header of it has no name");
        }
        return isTarget(request, host)
                ? Optional.empty()
                : Optional.of("what it asks for is not a path, or is of another host than Host");
    }

    private static boolean isChunked(List<String> encodings) {
        return String.join(",", encodings).toLowerCase(Locale.ROOT).equals("chunked");
    }

    private static boolean isTarget(HttpServerRequest request, String host) {
        String target = request.uri();
        if (!TARGET.matcher(target).matches()) {
            return false;
        }
        Matcher absolute = ABSOLUTE.matcher(target);
        return absolute.matches()
                ? absolute.group(1).equalsIgnoreCase(host)
                : target.startsWith("/")
                        || (target.equals("*") && request.method().name().equals("OPTIONS"));
    }
}
