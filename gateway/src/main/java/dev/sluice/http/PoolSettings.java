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
}
