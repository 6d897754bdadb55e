package dev.sluice.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
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
            Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+\\]|)(:[0-9]{0,5})?");
    private static final Pattern TARGET = Pattern.compile("[!-~&&[^#]]+");
    private static final Pattern ABSOLUTE =
            Pattern.compile("https?://([^/?]*).*", Pattern.CASE_INSENSITIVE);

    /** Of these the first or the last would count, depending on the reader. */
    private static final List<String> SINGLE =
            List.of(
                    "Host",
                    "Authorization",
                    "X-API-Key",
                    "api-key",
                    "Origin",
                    "Content-Type",
                    "Content-Encoding");

    private Strictness() {}

    /** Why this request is not served, for people; nothing when it is. */
    static Optional<String> objection(HttpServerRequest request) {
        MultiMap headers = request.headers();
        if (headers.contains("")) {
            return Optional.of("a header of it has no name");
        }
        for (String name : SINGLE) {
            if (headers.getAll(name).size() > 1) {
                return Optional.of("it has more than one " + name);
            }
        }
        return request.version() == HttpVersion.HTTP_2 ? inHttp2(request) : inHttp1(request);
    }

    private static Optional<String> inHttp1(HttpServerRequest request) {
        String host = request.getHeader("host");
        List<String> encodings = request.headers().getAll("transfer-encoding");
        if (host == null && request.version() == HttpVersion.HTTP_1_1) {
            return Optional.of("it has no Host");
        }
        if (!encodings.isEmpty() && !isChunked(encodings)) {
            return Optional.of("its Transfer-Encoding is not chunked alone");
        }
        return addressed(request, host == null ? "" : host);
    }

    /** It frames by itself, but names the host in two places and the path as freely. */
    private static Optional<String> inHttp2(HttpServerRequest request) {
        // A Host without :authority, as HAProxy 2.6 sends it, is here for the library, too.
        HostAndPort authority = request.authority();
        String named = request.getHeader("host");
        if (authority == null) {
            return Optional.of("it has neither :authority nor Host");
        }
        if (named != null && !authority.equals(HostAndPort.parseAuthority(named, -1))) {
            return Optional.of("its Host is not its :authority");
        }
        return addressed(request, authority.toString());
    }

    private static Optional<String> addressed(HttpServerRequest request, String host) {
        if (!HOST.matcher(host).matches()) {
            return Optional.of("its Host is not a name or an address, with or without a port");
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
        if (target.startsWith("/")) {
            return true;
        }
        if (target.equals("*")) {
            return request.method().name().equals("OPTIONS");
        }
        Matcher absolute = ABSOLUTE.matcher(target);
        // In HTTP/2 the host has a place of its own, and the path is nothing but a path.
        return request.version() != HttpVersion.HTTP_2
                && absolute.matches()
                && absolute.group(1).equalsIgnoreCase(host);
    }
}
