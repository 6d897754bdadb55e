package dev.sluice.access;

import dev.sluice.http.IpAddress;
import java.util.regex.Pattern;

/** What {@code cors.origins} and {@code access.hosts} may hold. */
public final class Origins {
    /** As RFC 6454 spells them; programs and extensions have schemes of their own. */
    private static final Pattern WEB =
            Pattern.compile("https?://(?:[A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+])(?::\\d{1,5})?");

    private static final Pattern PROGRAM =
            Pattern.compile(
                    "(?!https?:)[A-Za-z][A-Za-z0-9+.-]{0,40}://(?:\\*|[A-Za-z0-9._~-]*(?::\\d{1,5})?)",
                    Pattern.CASE_INSENSITIVE);

    /** Containers have names with underscores, and some begin with a digit. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    private Origins() {}

    /**
     * Whether it can be listed: a web page's, a program's or an extension's, all of such a scheme,
     * {@code null} or {@code *}.
     */
    public static boolean isValid(String origin) {
        return origin.equals("*")
                || origin.equals("null")
                || WEB.matcher(origin).matches()
                || PROGRAM.matcher(origin).matches();
    }

    /** Whether it is the name or the address of a host, without a port. */
    public static boolean isHost(String host) {
        return HOST.matcher(host).matches() || IpAddress.literal(host).isPresent();
    }

    /** The entry that lists all origins of the same scheme; itself where there is no such. */
    static String wholeScheme(String origin) {
        int end = origin.indexOf("://");
        return end < 0 ? origin : origin.substring(0, end) + "://*";
    }
}
