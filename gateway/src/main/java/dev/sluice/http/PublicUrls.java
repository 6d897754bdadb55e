package dev.sluice.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Whether a URL that a user gave leads to a public place. One that leads into the network around
 * the gateway or an upstream would let its user read there what is not meant for him, so each
 * address behind the name is looked at.
 */
public final class PublicUrls {
    /** Resolvers differ on 0177.1 and 2130706433, so a name may not look like a number. */
    private static final Pattern NAME = Pattern.compile("(?:.*\\.)?[a-zA-Z][a-zA-Z0-9-]*\\.?");

    private static final Pattern BRACKETS = Pattern.compile("^\\[|]$");

    /** Of a name in the DNS. */
    private static final int LONGEST_HOST_CHARS = 254;

    private static final List<AddressBlock> NOT_PUBLIC =
            List.of(
                    AddressBlock.of("0.0.0.0/8"),
                    AddressBlock.of("100.64.0.0/10"),
                    AddressBlock.of("192.0.0.0/24"),
                    AddressBlock.of("198.18.0.0/15"),
                    AddressBlock.of("240.0.0.0/4"),
                    AddressBlock.of("fc00::/7"),
                    // What stands for IPv4 addresses, any of them.
                    AddressBlock.of("64:ff9b::/96"),
                    AddressBlock.of("2002::/16"),
                    AddressBlock.of("2001::/32"),
                    AddressBlock.of("::/96"));

    private PublicUrls() {}

    /** Why the URL is not taken; empty when it is. Looks the name up, so it may block. */
    static Optional<String> objection(String url, HostLookups.Resolver resolver) {
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
        return objectionToHost(BRACKETS.matcher(parsed.getHost()).replaceAll(""), resolver);
    }

    /** Whether its host is an address, or it has none. */
    static boolean needsNoLookup(String url) {
        var asked = new AtomicBoolean();
        Optional<String> _ =
                objection(
                        url,
                        host -> {
                            asked.set(true);
                            throw new UnknownHostException(host);
                        });
        return !asked.get();
    }

    private static Optional<String> objectionToHost(String host, HostLookups.Resolver resolver) {
        Optional<InetAddress> literal = IpAddress.literal(host);
        if (literal.isPresent()) {
            // 0177.0.0.1 is one address to some and another to others.
            boolean plain = host.contains(":") || literal.get().getHostAddress().equals(host);
            return plain && isPublic(literal.get())
                    ? Optional.empty()
                    : Optional.of("is not public");
        }
        if (host.length() > LONGEST_HOST_CHARS || !NAME.matcher(host).matches()) {
            return Optional.of("has no plain host name");
        }
        try {
            boolean all = Arrays.stream(resolver.addresses(host)).allMatch(PublicUrls::isPublic);
            return all ? Optional.empty() : Optional.of("is not public");
        } catch (UnknownHostException _) {
            return Optional.of("has a host name without an address");
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
