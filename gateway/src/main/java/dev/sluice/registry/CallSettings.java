package dev.sluice.registry;

import dev.sluice.http.PoolSettings;
import dev.sluice.http.ProxyChoice;
import java.time.Duration;
import java.util.Objects;

/**
 * How calls to an upstream behave.
 *
 * @param rerun whether a run that has begun may be begun again elsewhere or once more
 * @param maxConnections how many connections may be open to it at once
 * @param keepAlive how long a connection is kept for the next call; zero for not at all
 */
public record CallSettings(
        Deadlines deadlines,
        boolean rerun,
        ProxyChoice proxy,
        int maxConnections,
        Duration keepAlive) {
    public static final int DEFAULT_MAX_CONNECTIONS = 1_000;

    public CallSettings {
        Objects.requireNonNull(deadlines);
        Objects.requireNonNull(proxy);
        Objects.requireNonNull(keepAlive);
    }

    /** With connections that are kept as long as by default. */
    public CallSettings(Deadlines deadlines, boolean rerun, ProxyChoice proxy, int maxConnections) {
        this(deadlines, rerun, proxy, maxConnections, PoolSettings.KEEP_ALIVE);
    }
}
