package dev.sluice.http;

import java.net.InetAddress;
import java.util.Optional;

/** Tells addresses from names, and looks nothing up. */
public final class IpAddress {
    private IpAddress() {}

    /** The address that the text writes out; nothing when it is a name. */
    public static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
