package dev.sluice.app;

import dev.sluice.http.Network;
import dev.sluice.http.PoolSettings;
import dev.sluice.protocol.UpstreamDialect;
import dev.sluice.protocol.dify.Dify;
import dev.sluice.registry.Registry;
import dev.sluice.registry.Upstream;
import dev.sluice.registry.UpstreamConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Makes upstreams from configurations; one that has not changed stays, with its connections. */
final class Upstreams implements AutoCloseable {
    /** After the last answer the stops of runs may still be on their way. */
    private static final Duration LAST_STOPS = Duration.ofMinutes(1);

    private final Network network;
    private final InstantSource clock;
    private final List<Upstream> unused = new ArrayList<>();
    private Registry current = new Registry(List.of());

    Upstreams(Network network, InstantSource clock) {
        this.network = network;
        this.clock = clock;
    }

    /** Those of the configuration, and no others from now on. */
    synchronized Registry of(List<UpstreamConfig> configs) {
        Registry before = current;
        current = new Registry(configs.stream().map(config -> of(config, before)).toList());
        before.upstreams().stream()
                .filter(upstream -> !current.upstreams().contains(upstream))
                .forEach(unused::add);
        return current;
    }

    /**
     * Asks those that are new what they are. Not before the server listens: a connection that is
     * made meanwhile takes a loop's turn, and two listeners can come to share one loop.
     */
    synchronized void acquaint() {
        current.acquaint(network.loop());
    }

    private Upstream of(UpstreamConfig config, Registry before) {
        return before.named(config.name())
                .filter(known -> known.config().equals(config))
                .orElseGet(() -> open(config));
    }

    private Upstream open(UpstreamConfig config) {
        var pool =
                network.pool(
                        new PoolSettings(
                                config.url(),
                                config.settings().deadlines().connect(),
                                config.settings().maxConnections(),
                                config.settings().proxy(),
                                config.settings().keepAlive()));
        return new Upstream(config, dialect(config), pool, clock);
    }

    /** One line a vendor; the configuration has refused every other type. */
    private static UpstreamDialect dialect(UpstreamConfig config) {
        return switch (config.type()) {
            case "dify" ->
                    new Dify(config.name(), config.url().toString(), config.key(), config.mode());
            default -> throw new IllegalArgumentException("no dialect for " + config.type());
        };
    }

    /**
     * Closes those that are no longer configured, once nobody uses them any more.
     *
     * @param lastUser returns when all who could have chosen one have been answered; may block
     */
    synchronized void closeUnused(Runnable lastUser) {
        var gone = List.copyOf(unused);
        unused.clear();
        if (gone.isEmpty()) {
            return;
        }
        Thread.ofVirtual()
                .name("retire-upstreams")
                .start(() -> {
                    lastUser.run();
                    network.loop().after(LAST_STOPS, () -> gone.forEach(Upstream::close));
                });
    }

    @Override
    public synchronized void close() {
        current.close();
    }
}
