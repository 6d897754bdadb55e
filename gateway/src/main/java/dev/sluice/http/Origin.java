package dev.sluice.http;

import io.vertx.core.net.ProxyOptions;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What upstreams must have in common to share connections.
 *
 * @param proxy what identifies the proxy between, empty without one
 */
record Origin(boolean tls, String host, int port, List<String> proxy) {
    Origin {
        Objects.requireNonNull(host);
        proxy = List.copyOf(proxy);
    }

    static Origin of(PoolSettings settings, @Nullable ProxyOptions proxy) {
        return new Origin(
                settings.isTls(),
                settings.base().getHost().toLowerCase(Locale.ROOT),
                settings.port(),
                proxy == null ? List.of() : identity(proxy));
    }

    private static List<String> identity(ProxyOptions proxy) {
        return List.of(
                String.valueOf(proxy.getType()),
                proxy.getHost(),
                String.valueOf(proxy.getPort()),
                String.valueOf(proxy.getUsername()),
                String.valueOf(proxy.getPassword()));
    }

    /** Without the proxy, which may have a password. */
    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + host + ":" + port;
    }
}
