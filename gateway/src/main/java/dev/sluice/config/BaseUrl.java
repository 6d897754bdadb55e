package dev.sluice.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads URLs; what is surely meant otherwise is mended with a warning. */
final class BaseUrl {
    private static final List<String> DIFY_ENDPOINTS =
            List.of(
                    "/chat-messages",
                    "/completion-messages",
                    "/workflows/run",
                    "/info",
                    "/parameters",
                    "/messages",
                    "/files/upload");

    /** Pages of Dify's console and of its web apps, as a browser's address bar shows them. */
    private static final Pattern PAGE =
            Pattern.compile(
                    "/(?:app/[^/]++(?:/.*)?|apps|signin|install|explore/.*"
                            + "|(?:chat|chatbot|completion|workflow)(?:/[A-Za-z0-9]{16})?)/*+");

    private static final String CLOUD_CONSOLE = "cloud.dify.ai";
    private static final String CLOUD_API = "https://api.dify.ai";

    /** A host with a port or a path and nothing before it. */
    private static final Pattern NO_SCHEME =
            Pattern.compile(
                    "[\\w.-]++(?::\\d{1,5})?(?:/.*)?|\\[[0-9A-Fa-f:.]++](?::\\d{1,5})?(?:/.*)?");

    private static final String DIFY_VERSION = "/v1";
    private static final int HIGHEST_PORT = 65_535;

    private final Findings findings;

    BaseUrl(Findings findings) {
        this.findings = findings;
    }

    /** Dify's base URL without a slash at its end, or nothing once its faults are reported. */
    Optional<URI> dify(Value value) {
        return read(value, Set.of("http", "https")).map(url -> difyBase(value, url));
    }

    Optional<URI> proxy(Value value) {
        var proxy = read(value, Set.of("http"));
        if (proxy.filter(url -> url.getPort() < 0).isPresent()) {
            findings.problem(value, "has no port; write http://host:port");
        }
        return proxy;
    }

    private URI difyBase(Value value, URI url) {
        warnOfPage(value, url);
        String given = url.toString();
        String base = withoutSlash(given);
        for (String endpoint : DIFY_ENDPOINTS) {
            if (base.endsWith(endpoint)) {
                base = withoutSlash(base.substring(0, base.length() - endpoint.length()));
                warn(value, ConfigCode.URL_HAS_ENDPOINT, endpoint + " removed", base);
            }
        }
        if (URI.create(base).getPath().isEmpty()) {
            base += DIFY_VERSION;
            warn(value, ConfigCode.NONE, DIFY_VERSION + " added", base);
        }
        return URI.create(base);
    }

    private void warnOfPage(Value value, URI url) {
        boolean cloud = CLOUD_CONSOLE.equalsIgnoreCase(url.getHost());
        if (cloud || PAGE.matcher(url.getPath()).matches()) {
            String api = cloud ? CLOUD_API : url.getScheme() + "://" + url.getRawAuthority();
            findings.warning(
                    value.place(),
                    ConfigCode.NONE,
                    value.label()
                            + " is a page of Dify for browsers, where no API answers; write "
                            + api
                            + DIFY_VERSION
                            + ", or what the app shows under API Access");
        }
    }

    private void warn(Value value, ConfigCode code, String what, String base) {
        findings.warning(
                value.place(), code, value.label() + ": " + what + "; the base is " + base);
    }

    private Optional<URI> read(Value value, Set<String> schemes) {
        URI url;
        try {
            url = new URI(value.text());
        } catch (URISyntaxException _) {
            findings.problem(
                    value,
                    NO_SCHEME.matcher(value.text()).matches()
                            ? "has no scheme; write " + beginnings(schemes) + " before it"
                            : "is no URL; check it for spaces, quotes and brackets");
            return Optional.empty();
        }
        var fault = fault(url, schemes);
        fault.ifPresent(text -> findings.problem(value, text));
        return fault.isPresent() ? Optional.empty() : Optional.of(url);
    }

    private static Optional<String> fault(URI url, Set<String> schemes) {
        if (url.getScheme() == null || !schemes.contains(url.getScheme())) {
            return Optional.of("must begin with " + beginnings(schemes));
        }
        String authority = url.getRawAuthority();
        if (authority == null) {
            return Optional.of("has no host; write it after //");
        }
        if (authority.contains("@")) {
            return Optional.of("holds a user name or password; remove everything up to the @");
        }
        if (url.getHost() == null) {
            return Optional.of(
                    "has no valid host; use letters, digits, dots and hyphens, no underscore");
        }
        if (url.getPort() > HIGHEST_PORT) {
            return Optional.of("has a port above " + HIGHEST_PORT + "; write the right one");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            return Optional.of("must end before ? and #; remove the rest");
        }
        return Optional.empty();
    }

    private static String beginnings(Set<String> schemes) {
        return schemes.size() == 1 ? "http://" : "http:// or https://";
    }

    private static String withoutSlash(String url) {
        return url.replaceFirst("(?<!/)/++$", "");
    }
}
