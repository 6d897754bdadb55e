package dev.sluice.http;

import java.util.Objects;

/**
 * One address that is listened on.
 *
 * @param host an address or a host name, an IPv6 address without brackets
 * @param port zero takes any free port
 */
public record Listen(String host, int port, boolean tls) {
    public Listen {
        Objects.requireNonNull(host);
    }

    /** As it stands in a URL. */
    @Override
    public String toString() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return (tls ? "https://" : "http://") + name + ":" + port;
    }
}
