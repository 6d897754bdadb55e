package dev.sluice.http;

import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.ProxyOptions;
import java.util.HashMap;
import java.util.Map;

/** The origins that have upstreams, each with its connections. Thread-safe. */
final class Origins {
    private final VertxInternal vertx;
    private final int loops;
    private final ProxyDecision proxies;
    private final Map<Origin, OriginPool> pools = new HashMap<>();

    Origins(VertxInternal vertx, int loops, ProxyDecision proxies) {
        this.vertx = vertx;
        this.loops = loops;
        this.proxies = proxies;
    }

    synchronized UpstreamPool pool(PoolSettings settings) {
        ProxyOptions proxy = proxies.of(settings.proxy(), settings.base()).orElse(null);
        OriginPool shared =
                pools.computeIfAbsent(
                        Origin.of(settings, proxy),
                        _ ->
                                new OriginPool(
                                        vertx,
                                        loops,
                                        settings,
                                        combined -> UpstreamPool.options(combined, proxy)));
        shared.join(settings);
        return new UpstreamPool(this, shared, settings);
    }

    /** One upstream less uses them. */
    synchronized void release(OriginPool shared) {
        if (shared.release()) {
            pools.values().remove(shared);
            shared.close();
        }
    }
}
