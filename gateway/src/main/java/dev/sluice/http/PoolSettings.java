package dev.sluice.http;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * How one upstream is reached.
 *
 * @param keepAlive how long a connection without a call is kept, in whole seconds; zero for not at
 *     all
 */
public record PoolSettings(
        URI base, Duration connect, int maxConnections, ProxyChoice proxy, Duration keepAlive) {
    /** Shorter than the 2 s after which gunicorn closes (its {@code keepalive} setting, 23.0). */
    public static final Duration KEEP_ALIVE = Duration.ofSeconds(1);

    public PoolSettings {
        Objects.requireNonNull(base);
        Objects.requireNonNull(connect);
        Objects.requireNonNull(proxy);
        Objects.requireNonNull(keepAlive);
    }

    /** With connections that are kept as long as by default. */
    public PoolSettings(URI base, Duration connect, int maxConnections, ProxyChoice proxy) {
        this(base, connect, maxConnections, proxy, KEEP_ALIVE);
    }

    /**
     * What counts for the connections that two upstreams of one origin share: the smaller bound,
     * since it is the server that cannot take more, the longer time to connect, and the shorter
     * rest.
     */
    PoolSettings combine(PoolSettings other) {
        return new PoolSettings(
                base,
                connect.compareTo(other.connect) >= 0 ? connect : other.connect,
                Math.min(maxConnections, other.maxConnections),
                proxy,
                keepAlive.compareTo(other.keepAlive) <= 0 ? keepAlive : other.keepAlive);
    }

    boolean hasLimitsOf(PoolSettings other) {
        return maxConnections == other.maxConnections
                && connect.equals(other.connect)
                && keepAlive.equals(other.keepAlive);
    }

    boolean isTls() {
        return base.getScheme().equalsIgnoreCase("https");
    }

    int port() {
        int given = base.getPort();
        return given >= 0 ? given : isTls() ? 443 : 80;
    }
}
