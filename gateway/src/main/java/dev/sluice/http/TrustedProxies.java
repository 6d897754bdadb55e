package dev.sluice.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The proxies whose word counts on where a request came from. Anybody can send {@code
 * X-Forwarded-For}; each proxy appends the address it saw, so the list is read from its end, and
 * only as far as those who wrote it are trusted.
 */
public final class TrustedProxies {
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<AddressBlock> networks;

    /**
     * @param networks addresses, and networks such as {@code 10.0.0.0/8}
     */
    public TrustedProxies(List<String> networks) {
        this.networks = networks.stream().map(AddressBlock::of).toList();
    }

    /** Whether the text is an address or a network. */
    public static boolean isNetwork(String text) {
        try {
            var _ = AddressBlock.of(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /**
     * Where a request came from.
     *
     * @param peer the address at the other end of the connection
     * @param forwardedFor the header, empty without one
     */
    String client(String peer, String forwardedFor) {
        String client = peer;
        List<String> said = Arrays.asList(forwardedFor.split(",", -1));
        for (String hop : said.reversed()) {
            Optional<InetAddress> address = IpAddress.literal(hop.strip());
            if (address.isEmpty() || !trusts(client)) {
                return client;
            }
            client = address.get().getHostAddress();
        }
        return client;
    }

    private boolean trusts(String text) {
        return IpAddress.literal(text)
                .filter(address -> networks.stream().anyMatch(one -> one.holds(address)))
                .isPresent();
    }
}
