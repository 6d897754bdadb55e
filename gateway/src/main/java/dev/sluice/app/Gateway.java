package dev.sluice.app;

import dev.sluice.chat.Chat;
import dev.sluice.config.SluiceConfig;
import dev.sluice.edge.Edge;
import dev.sluice.edge.Readiness;
import dev.sluice.http.ExchangeParts;
import dev.sluice.http.Network;
import dev.sluice.http.PoolSettings;
import dev.sluice.http.ProxyDecision;
import dev.sluice.http.Server;
import dev.sluice.protocol.UpstreamDialect;
import dev.sluice.protocol.dify.Dify;
import dev.sluice.registry.Registry;
import dev.sluice.registry.Upstream;
import dev.sluice.registry.UpstreamConfig;
import dev.sluice.routing.Router;
import dev.sluice.telemetry.RequestIds;
import dev.sluice.upstream.RunStopper;
import java.time.Duration;
import java.time.InstantSource;

/** The whole gateway: made in this order, closed in reverse. */
public final class Gateway implements AutoCloseable {
    private final Duration drain;
    private final Network network;
    private final Registry registry;
    private final RunStopper stopper;
    private final Readiness readiness;
    private final Server server;

    public Gateway(SluiceConfig config, World world) {
        drain = config.server().drain();
        network = new Network(new ProxyDecision(world.environment()), world.loops());
        registry =
                new Registry(
                        config.upstreams().stream()
                                .map(upstream -> open(upstream, world.clock()))
                                .toList());
        var router = new Router(config.models(), registry);
        stopper = new RunStopper();
        var chat = new Chat(router, stopper);
        readiness = new Readiness(world.clock());
        var edge = new Edge(chat, router, readiness, world.clock());
        var parts =
                new ExchangeParts(
                        new RequestIds(world.chance()),
                        world.budget(),
                        world.timing(),
                        new RequestLog());
        server = network.serve(config.server(), edge, parts);
        registry.acquaint(network.loop());
    }

    public int port() {
        return server.port();
    }

    /** How many requests are being answered. */
    public int openExchanges() {
        return server.openExchanges();
    }

    /** Says that it is not ready, lets answers end, ends the rest honestly, and lets go. */
    @Override
    public void close() {
        readiness.drain();
        server.drain(drain);
        stopper.awaitAll();
        server.close();
        registry.close();
        network.close();
    }

    private Upstream open(UpstreamConfig config, InstantSource clock) {
        var pool =
                network.pool(
                        new PoolSettings(
                                config.url(),
                                config.settings().deadlines().connect(),
                                config.settings().maxConnections(),
                                config.settings().proxy()));
        return new Upstream(config, dialect(config), pool, clock);
    }

    /** One line a vendor; the configuration has refused every other type. */
    private static UpstreamDialect dialect(UpstreamConfig config) {
        return switch (config.type()) {
            case "dify" -> new Dify(config.name(), config.key(), config.mode());
            default -> throw new IllegalArgumentException("no dialect for " + config.type());
        };
    }
}
