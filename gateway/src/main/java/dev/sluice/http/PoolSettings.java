package dev.sluice.http;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/** How one upstream is reached. */
public record PoolSettings(URI base, Duration connect, int maxConnections, ProxyChoice proxy) {
    public PoolSettings {
        Objects.requireNonNull(base);
        Objects.requireNonNull(connect);
        Objects.requireNonNull(proxy);
    }

    /**
     * What counts for the connections that two upstreams of one origin share: the smaller bound,
     * since it is the server that cannot take more, and the longer patience.
     */
    PoolSettings combine(PoolSettings other) {
        return new PoolSettings(
                base,
                connect.compareTo(other.connect) >= 0 ? connect : other.connect,
                Math.min(maxConnections, other.maxConnections),
                proxy);
    }

    boolean hasLimitsOf(PoolSettings other) {
        return maxConnections == other.maxConnections && connect.equals(other.connect);
    }

    boolean isTls() {
        return base.getScheme().equalsIgnoreCase("https");
    }

    int port() {
        int given = base.getPort();
        return given >= 0 ? given : isTls() ? 443 : 80;
    }
}
