package dev.sluice.access;

import dev.sluice.access.AccessConfig.Mode;
import dev.sluice.http.IpAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which web pages may call: browsers send requests for any page their user looks at. Thread-safe.
 */
public final class Browsers {
    private static final String ANY = "*";
    private static final String LOCALHOST = "localhost";
    private static final Pattern PORT = Pattern.compile(":\\d*$");
    private static final Pattern HEADER_NAMES = Pattern.compile("[A-Za-z0-9_, -]+");

    /** How long a browser remembers what it may send, in seconds. */
    private static final String REMEMBERED = "600";

    private static final String READABLE =
            "x-request-id, x-sluice-code, x-sluice-upstream, x-sluice-attempts, x-sluice-route,"
                    + " x-sluice-conversation, x-sluice-warning, x-dify-conversation-id,"
                    + " x-conversation-reset,"
                    + " retry-after, retry-after-ms, x-should-retry, server-timing";

    /** Names that no public name server gives out, so that nobody can point one at us. */
    private static final List<String> PRIVATE = List.of(".localhost", ".local", ".internal");

    private static final String NO_ORIGIN = "null";

    private final Mode mode;
    private final Set<String> origins;
    private final Set<String> names;

    /**
     * @param own the hosts the gateway listens on
     */
    public Browsers(AccessConfig config, Collection<String> own) {
        this.mode = config.mode();
        this.origins =
                config.origins().stream()
                        .map(origin -> lower(origin).replaceFirst("(?<=[^/])/$", ""))
                        .collect(Collectors.toUnmodifiableSet());
        this.names =
                Stream.concat(config.hosts().stream(), own.stream())
                        .map(Browsers::name)
                        .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What browsers say of a request, each empty when not sent.
     *
     * @param host the header {@code Host}, or {@code :authority}
     * @param requestedMethod {@code Access-Control-Request-Method}
     * @param requestedHeaders {@code Access-Control-Request-Headers}
     * @param privateNetwork whether a page of a public address asks for a private one
     */
    public record Asked(
            String method,
            String host,
            String origin,
            String requestedMethod,
            String requestedHeaders,
            boolean privateNetwork) {
        public Asked {
            Objects.requireNonNull(method);
            Objects.requireNonNull(host);
            Objects.requireNonNull(origin);
            Objects.requireNonNull(requestedMethod);
            Objects.requireNonNull(requestedHeaders);
        }

        /** Whether the browser asks what it may send; the answer is 204 and the headers. */
        public boolean isPreflight() {
            return method.equals("OPTIONS") && !origin.isEmpty() && !requestedMethod.isEmpty();
        }
    }

    /** Refuses what a foreign page sent, and, in open mode, what came under a foreign name. */
    public void check(Asked asked) {
        if (mode == Mode.OPEN && !isOurs(asked.host())) {
            throw Refusals.host(name(asked.host()));
        }
        String origin = asked.origin();
        if (!origin.isEmpty() && !isSame(origin, asked.host()) && !isListed(origin)) {
            throw Refusals.origin(origin);
        }
    }

    /**
     * What every answer carries, so that a page can read it; failures too, which browsers otherwise
     * hide behind one of their own.
     */
    public Map<String, String> headers(Asked asked) {
        var headers = new LinkedHashMap<String, String>();
        if (!origins.isEmpty()) {
            headers.put("vary", "origin");
        }
        if (asked.origin().isEmpty() || !isListed(asked.origin())) {
            return headers;
        }
        boolean named = isNamed(asked.origin());
        if (named) {
            headers.put("access-control-allow-origin", asked.origin());
        }
        if (named && !asked.origin().equals(NO_ORIGIN)) {
            headers.put("access-control-allow-credentials", "true");
        }
        if (!named) {
            headers.put("access-control-allow-origin", ANY);
        }
        if (asked.isPreflight()) {
            headers.put("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE");
            if (HEADER_NAMES.matcher(asked.requestedHeaders()).matches()) {
                headers.put("access-control-allow-headers", asked.requestedHeaders());
            }
            headers.put("access-control-max-age", REMEMBERED);
            if (asked.privateNetwork() && named) {
                headers.put("access-control-allow-private-network", "true");
            }
        } else {
            headers.put("access-control-expose-headers", READABLE);
        }
        return headers;
    }

    private boolean isListed(String origin) {
        return origins.contains(ANY) || isNamed(origin);
    }

    /** By itself, or with all of its scheme. */
    private boolean isNamed(String origin) {
        String lower = lower(origin);
        return !lower.equals(ANY)
                && (origins.contains(lower) || origins.contains(Origins.wholeScheme(lower)));
    }

    /**
     * A page of the gateway itself. Behind a proxy that ends TLS its scheme is not ours, so only
     * what stands in both counts.
     */
    private static boolean isSame(String origin, String host) {
        String page = lower(origin);
        String own = lower(host);
        String port = page.startsWith("https://") ? ":443" : ":80";
        return !own.isEmpty()
                && without(port, page.replaceFirst("^https?://", "")).equals(without(port, own));
    }

    private static String without(String port, String authority) {
        return authority.endsWith(port)
                ? authority.substring(0, authority.length() - port.length())
                : authority;
    }

    /** Whether the name in a request is known to be one of the gateway's. */
    public boolean isOwn(String host) {
        return !name(host).isEmpty() && isOurs(host);
    }

    /**
     * Whoever owns a name can point it at this machine after the browser has loaded their page from
     * it. With an address that cannot be done.
     */
    private boolean isOurs(String host) {
        String name = name(host);
        return name.isEmpty()
                || name.equals(LOCALHOST)
                || PRIVATE.stream().anyMatch(name::endsWith)
                || names.contains(name)
                || IpAddress.literal(name).isPresent();
    }

    /** Without port, brackets and the dot at the end. */
    private static String name(String host) {
        String lower = lower(host);
        if (lower.startsWith("[")) {
            int end = lower.indexOf(']');
            return end < 0 ? lower : lower.substring(1, end);
        }
        String bare =
                IpAddress.literal(lower).isPresent() ? lower : PORT.matcher(lower).replaceFirst("");
        return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    }

    private static String lower(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
