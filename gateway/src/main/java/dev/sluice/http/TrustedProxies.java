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

    private final List<Network> networks;

    private record Network(InetAddress address, int prefix) {
        static Network of(String text) {
            int slash = text.indexOf('/');
            var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int bits = address.getAddress().length * Byte.SIZE;
            return new Network(
                    address, slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1)));
        }

        boolean holds(InetAddress other) {
            byte[] mine = address.getAddress();
            byte[] its = other.getAddress();
            if (mine.length != its.length) {
                return false;
            }
            int whole = prefix / Byte.SIZE;
            int rest = prefix % Byte.SIZE;
            boolean same = Arrays.equals(mine, 0, whole, its, 0, whole);
            int mask = 0xff << (Byte.SIZE - rest);
            return same && (rest == 0 || (mine[whole] & mask) == (its[whole] & mask));
        }
    }

    /**
     * @param networks addresses, and networks such as {@code 10.0.0.0/8}
     */
    public TrustedProxies(List<String> networks) {
        this.networks = networks.stream().map(Network::of).toList();
    }

    /** Whether the text is an address or a network. */
    public static boolean isNetwork(String text) {
        try {
            Network network = Network.of(text);
            int bits = network.address().getAddress().length * Byte.SIZE;
            return network.prefix() >= 0 && network.prefix() <= bits;
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
            Optional<InetAddress> address = literal(hop.strip());
            if (address.isEmpty() || !trusts(client)) {
                return client;
            }
            client = address.get().getHostAddress();
        }
        return client;
    }

    private boolean trusts(String text) {
        return literal(text)
                .filter(address -> networks.stream().anyMatch(one -> one.holds(address)))
                .isPresent();
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
