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
}
