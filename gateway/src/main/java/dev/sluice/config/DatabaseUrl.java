package dev.sluice.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Checks the URL of a database, which is never repeated, since it may hold a password. */
final class DatabaseUrl {
    private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");

    private DatabaseUrl() {}

    static void check(Value value, Findings findings) {
        if (!isValid(value.text())) {
            findings.problem(
                    value,
                    "is no PostgreSQL URL; write postgresql://user:password@host:5432/name, other characters of the password as %XX");
        }
    }

    private static boolean isValid(String text) {
        try {
            var url = new URI(text);
            return url.getScheme() != null
                    && SCHEMES.contains(url.getScheme())
                    && url.getHost() != null
                    && url.getPort() <= Addresses.HIGHEST_PORT
                    && url.getPath().length() > 1
                    && url.getRawFragment() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
