package dev.sluice.config;

import dev.sluice.http.IpAddress;
import java.net.InetAddress;
import java.util.regex.Pattern;

/** What may be listened on: an IP address, or a host name. */
final class ListenAddress {
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9.-]*");

    private ListenAddress() {}

    /** Without the brackets that an IPv6 address has in a URL. */
    static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    static boolean isValid(String host) {
        return HOST_NAME.matcher(host).matches() || IpAddress.literal(host).isPresent();
    }

    /** A name other than localhost counts as reachable, since what it means can change. */
    static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || IpAddress.literal(host).map(InetAddress::isLoopbackAddress).orElse(false);
    }
}
