package dev.sluice.registry;

import dev.sluice.http.ProxyChoice;
import java.util.Objects;

/**
 * How calls to an upstream behave.
 *
 * @param rerun whether a run that has begun may be begun again elsewhere or once more
 * @param maxConnections how many connections may be open to it at once
 */
public record CallSettings(
        Deadlines deadlines, boolean rerun, ProxyChoice proxy, int maxConnections) {
    public static final int DEFAULT_MAX_CONNECTIONS = 1_000;

    public CallSettings {
        Objects.requireNonNull(deadlines);
        Objects.requireNonNull(proxy);
    }
}
