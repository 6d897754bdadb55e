package dev.sluice.app;

import dev.sluice.access.ApiKeys;
import dev.sluice.access.Browsers;
import dev.sluice.access.Speakers;
import dev.sluice.chat.Chat;
import dev.sluice.chat.ConversationHeaders;
import dev.sluice.compat.opendify.ConversationAdmin;
import dev.sluice.compat.opendify.OpenDifyRoutes;
import dev.sluice.compat.opendify.OpenDifyUsers;
import dev.sluice.config.SluiceConfig;
import dev.sluice.conversation.Conversations;
import dev.sluice.edge.Endpoints;
import dev.sluice.edge.Outage;
import dev.sluice.edge.Readiness;
import dev.sluice.edge.UnservedPaths;
import dev.sluice.http.BodyWorkers;
import dev.sluice.http.ExchangeParts;
import dev.sluice.http.Listen;
import dev.sluice.http.Network;
import dev.sluice.http.ProxyDecision;
import dev.sluice.http.Server;
import dev.sluice.http.TrustedProxies;
import dev.sluice.protocol.dify.DifyOptions;
import dev.sluice.records.Records;
import dev.sluice.registry.Registry;
import dev.sluice.registry.UpstreamStatus;
import dev.sluice.routing.Router;
import dev.sluice.telemetry.Logging;
import dev.sluice.telemetry.Metrics;
import dev.sluice.telemetry.RequestIds;
import dev.sluice.upstream.RunStopper;
import dev.sluice.vendors.DifyVendor;
import dev.sluice.vendors.Vendors;
import dev.sluice.web.Dispatcher;
import dev.sluice.web.RouteTable;
import dev.sluice.web.Snapshot;
import dev.sluice.worker.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The whole gateway: made in this order, closed in reverse. */
public final class Gateway implements AutoCloseable {
    private final Resources resources = new Resources();
    private final State state;
    private final InstantSource clock;
    private final List<String> machineNames;
    private final Upstreams upstreams;
    private final Dispatcher dispatcher;
    private final Server server;

    /**
     * One for every vendor.
     *
     * @param folder where its state is, held by this process alone
     */
    public Gateway(SluiceConfig config, Path folder, World world) {
        this(config, folder, world, Vendors.ALL);
    }

    /**
     * One for upstreams of these vendors.
     *
     * @param folder where its state is, held by this process alone
     */
    public Gateway(SluiceConfig config, Path folder, World world, Vendors vendors) {
        try {
            Logging.apply(config.log());
            state = new State(folder, config.keeping(), world);
            resources.closeLater(state::close);
            var metrics = new Metrics();
            resources.closeLater(metrics::close);
            var records = new Records(config.keeping().records(), state.flow(), metrics);
            resources.closeLater(records::close);
            var workers = BodyWorkers.beside(world.loops());
            resources.closeLater(workers::close);
            var network = new Network(new ProxyDecision(world.environment()), world.loops());
            resources.closeLater(network::close);
            upstreams = new Upstreams(network, world, vendors);
            resources.closeLater(upstreams::close);
            var stopper = new RunStopper();
            clock = world.clock();
            machineNames = MachineNames.of(world.environment());
            Conversations conversations = state.conversations();
            Readiness readiness = readiness(records, workers);
            Chat chat = chat(stopper, conversations, world);
            var endpoints = new Endpoints(chat, readiness, metrics, DifyOptions.MEMBERS, clock);
            var admin = new ConversationAdmin(state.mappings(clock), clock);
            RouteTable routes = ApiRoutes.table(endpoints, admin);
            dispatcher = new Dispatcher(routes, new UnservedPaths(), records, snapshot(config));
            server =
                    network.serve(
                            config.server(), dispatcher, parts(config, world, workers, records));
            upstreams.acquaint();
            Duration drain = config.server().drain();
            resources.closeLater(() -> close(readiness, drain, stopper));
            gauges(metrics, conversations);
        } catch (RuntimeException failed) {
            resources.close();
            throw failed;
        }
    }

    private static Chat chat(RunStopper stopper, Conversations conversations, World world) {
        return new Chat(
                stopper,
                conversations,
                OpenDifyUsers.NAMES,
                new ConversationHeaders(
                        List.of(DifyVendor.CONVERSATION_HEADER),
                        List.of(OpenDifyRoutes.CONVERSATION_HEADER)),
                world.lookups(),
                world.clock());
    }

    private Readiness readiness(Records records, BodyWorkers workers) {
        return new Readiness(
                System::nanoTime,
                state::keysHealth,
                state.conversations()::health,
                () -> outages(records, workers));
    }

    private List<Outage> outages(Records records, BodyWorkers workers) {
        var outages = new ArrayList<>(state.outages());
        String dead =
                Worker.report(
                        Stream.of(state.threads(), records.threads(), workers.threads())
                                .<Worker>flatMap(List::stream)
                                .toList());
        if (!dead.isEmpty()) {
            outages.add(new Outage(dead, dead));
        }
        return outages;
    }

    private void gauges(Metrics metrics, Conversations conversations) {
        upstreamGauge(metrics);
        metrics.gauge("sluice.open.exchanges", "Requests being answered", server::openExchanges);
        metrics.gauge(
                "sluice.chats.open",
                "Chats in which somebody is being answered",
                conversations.flights()::open);
        metrics.gauge(
                "sluice.chats.waiting",
                "Requests that wait until nobody else is in their chat",
                conversations.flights()::waiting);
        metrics.gauge(
                "sluice.conversations.waiting",
                "Conversations in the journal, since the database is away",
                conversations::waiting);
    }

    private void upstreamGauge(Metrics metrics) {
        metrics.gauges(
                "sluice.upstream.up",
                "1 for an upstream that answered when it was asked what it is, 0 for one that did not",
                "upstream",
                this::upstreamsUp);
    }

    /** Without those that are still being asked for the first time. */
    private Map<String, Double> upstreamsUp() {
        var up = new LinkedHashMap<String, Double>();
        for (UpstreamStatus status : upstreams.statuses()) {
            if (status.isAsked()) {
                up.put(status.name(), status.state().failure().isPresent() ? 0.0 : 1.0);
            }
        }
        return up;
    }

    private static ExchangeParts parts(
            SluiceConfig config, World world, BodyWorkers workers, Records records) {
        return new ExchangeParts(
                new RequestIds(world.clock(), world.chance()),
                world.budget(),
                workers,
                world.timing(),
                world.clock(),
                new TrustedProxies(config.server().trustedProxies()),
                records::unrouted);
    }

    private Snapshot snapshot(SluiceConfig config) {
        Registry registry = upstreams.of(config.upstreams());
        var own = new ArrayList<>(machineNames);
        config.server().listen().forEach(listen -> own.add(listen.host()));
        return new Snapshot(
                new Router(config.models(), registry, clock),
                state.access(config.access()),
                new Browsers(config.access(), own),
                new Speakers(config.access().identity(), clock),
                config.keeping().conversations(),
                config.server().badRequests());
    }

    /**
     * Answers by another configuration from the next request on. Where the gateway listens and
     * where its state is stay as they are.
     */
    public void reload(SluiceConfig config) {
        Logging.apply(config.log());
        state.keep(config.keeping());
        dispatcher.answerBy(snapshot(config));
        upstreams.acquaint();
        upstreams.closeUnused(server::awaitPresent);
    }

    /**
     * How it stands with each upstream, once all have been asked what they are; blocks.
     *
     * @param limit waits no longer for their answers
     */
    public List<UpstreamStatus> upstreams(Duration limit) throws InterruptedException {
        return upstreams.asked(limit);
    }

    /** Where it listens. */
    public List<Listen> addresses() {
        return server.addresses();
    }

    public int port() {
        return server.port();
    }

    /** How many requests are being answered. */
    public int openExchanges() {
        return server.openExchanges();
    }

    /**
     * Reads the certificate again, for new connections.
     *
     * @return why the one before goes on, if it does
     */
    public Optional<String> renewCertificate() {
        return server.renewCertificate();
    }

    /** The keys that it made. */
    public ApiKeys keys() {
        return state.keys();
    }

    /** Says that it is not ready, lets answers end, ends the rest honestly, and lets go. */
    @Override
    public void close() {
        resources.close();
    }

    private void close(Readiness readiness, Duration drain, RunStopper stopper) {
        readiness.drain(drain);
        server.drain(drain);
        stopper.awaitAll();
        server.close();
    }
}
