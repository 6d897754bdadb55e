package dev.sluice.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is.
 *
 * @param jdbc without user and password, unless it was configured in this form
 * @param user empty if the URL has none
 * @param place host and database, for messages
 */
record PostgresAddress(String jdbc, String user, String password, String place) {
    private static final String JDBC = "jdbc:postgresql:";
    private static final Pattern URL =
            Pattern.compile(
                    "postgres(?:ql)?://(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?"
                            + "(?<place>[^@/?]+/[^@/?]+)(?<options>\\?.*)?");
    private static final Pattern JDBC_PLACE =
            Pattern.compile("jdbc:postgresql:(?://)?(?:[^?/@]*+@)?+([^?]*).*");

    /** The URL is never part of a message, for it may hold a password. */
    static PostgresAddress of(String url) {
        Matcher driver = JDBC_PLACE.matcher(url);
        if (driver.matches()) {
            return new PostgresAddress(url, "", "", driver.group(1));
        }
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new StoreException(
                    StoreException.Kind.MISCONFIGURED,
                    "the database URL cannot be read; write"
                            + " postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with special"
                            + " characters of the password percent-encoded");
        }
        String place = parts.group("place");
        return new PostgresAddress(
                JDBC + "//" + place + text(parts.group("options")),
                decoded(parts.group("user")),
                decoded(parts.group("password")),
                place);
    }

    private static String text(@Nullable String group) {
        return group == null ? "" : group;
    }

    private static String decoded(@Nullable String group) {
        return URLDecoder.decode(text(group).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    String withoutPassword() {
        return "postgresql://" + (user.isEmpty() ? "" : user + "@") + place;
    }

    /** Where it is, and nothing of who asks. */
    @Override
    public String toString() {
        return place;
    }
}
