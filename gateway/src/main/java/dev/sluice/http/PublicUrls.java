package dev.sluice.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a URL that a user gave leads to a public place. One that leads into the network around
 * the gateway or an upstream would let its user read there what is not meant for him, so each
 * address behind the name is looked at.
 */
public final class PublicUrls {
    /** Resolvers differ on 0177.1 and 2130706433, so a name may not look like a number. */
    private static final Pattern NAME = Pattern.compile("(?:.*\\.)?[a-zA-Z][a-zA-Z0-9-]*\\.?");

    private static final List<Block> NOT_PUBLIC =
            List.of(
                    Block.of("0.0.0.0", 8),
                    Block.of("100.64.0.0", 10),
                    Block.of("192.0.0.0", 24),
                    Block.of("198.18.0.0", 15),
                    Block.of("240.0.0.0", 4),
                    Block.of("fc00::", 7),
                    // What stands for IPv4 addresses, any of them.
                    Block.of("64:ff9b::", 96),
                    Block.of("2002::", 16),
                    Block.of("2001::", 32),
                    Block.of("::", 96));

    private PublicUrls() {}

    private record Block(InetAddress network, int prefix) {
        static Block of(String address, int prefix) {
            return new Block(InetAddress.ofLiteral(address), prefix);
        }

        boolean holds(InetAddress address) {
            byte[] mine = network.getAddress();
            byte[] its = address.getAddress();
            if (mine.length != its.length) {
                return false;
            }
            int whole = prefix / Byte.SIZE;
            int mask = 0xff00 >> (prefix % Byte.SIZE);
            return Arrays.equals(mine, 0, whole, its, 0, whole)
                    && (prefix % Byte.SIZE == 0 || ((mine[whole] ^ its[whole]) & mask & 0xff) == 0);
        }
    }

    /** Why the URL is not taken; empty when it is. Looks the name up, so it blocks. */
    public static Optional<String> objection(String url) {
        URI parsed;
        try {
            parsed = URI.create(url);
        } catch (IllegalArgumentException _) {
            return Optional.of("is not a URL");
        }
        String scheme = parsed.getScheme() == null ? "" : parsed.getScheme();
        if (!List.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT))) {
            return Optional.of("is not an http or https URL");
        }
        if (parsed.getHost() == null || parsed.getUserInfo() != null) {
            return Optional.of("has no plain host name");
        }
        return objectionToHost(parsed.getHost().replaceAll("^\\[|]$", ""));
    }

    private static Optional<String> objectionToHost(String host) {
        Optional<InetAddress> literal = literal(host);
        if (literal.isPresent()) {
            // 0177.0.0.1 is one address to some and another to others.
            boolean plain = host.contains(":") || literal.get().getHostAddress().equals(host);
            return plain && isPublic(literal.get())
                    ? Optional.empty()
                    : Optional.of("is not public");
        }
        if (!NAME.matcher(host).matches()) {
            return Optional.of("has no plain host name");
        }
        try {
            boolean all =
                    Arrays.stream(InetAddress.getAllByName(host)).allMatch(PublicUrls::isPublic);
            return all ? Optional.empty() : Optional.of("is not public");
        } catch (UnknownHostException _) {
            return Optional.of("has a host name without an address");
        }
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static boolean isPublic(InetAddress address) {
        boolean special =
                address.isLoopbackAddress()
                        || address.isAnyLocalAddress()
                        || address.isLinkLocalAddress()
                        || address.isSiteLocalAddress()
                        || address.isMulticastAddress();
        return !special && NOT_PUBLIC.stream().noneMatch(block -> block.holds(address));
    }
}
