package dev.sluice.testing;

import dev.sluice.access.AccessConfig;
import dev.sluice.app.Gateway;
import dev.sluice.app.World;
import dev.sluice.config.Keeping;
import dev.sluice.config.SluiceConfig;
import dev.sluice.conversation.ConversationConfig;
import dev.sluice.http.ByteBudget;
import dev.sluice.http.HostLookups;
import dev.sluice.http.Listen;
import dev.sluice.http.PoolSettings;
import dev.sluice.http.ProxyChoice;
import dev.sluice.http.ServerConfig;
import dev.sluice.http.Timing;
import dev.sluice.http.Tls;
import dev.sluice.records.RecordsConfig;
import dev.sluice.registry.AnswerSettings;
import dev.sluice.registry.CallSettings;
import dev.sluice.registry.ChatSettings;
import dev.sluice.registry.Deadlines;
import dev.sluice.registry.ProbeIntervals;
import dev.sluice.registry.UpstreamConfig;
import dev.sluice.routing.ModelsConfig;
import dev.sluice.store.StoreConfig;
import dev.sluice.telemetry.LogConfig;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import dev.sluice.vendors.Vendors;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A whole gateway on a free port before a simulated Dify. Every app is an upstream and a model of
 * its own, both under the app's name.
 */
public final class TestGateway implements AutoCloseable {
    /** 2026-01-02T03:04:05Z. */
    public static final InstantSource FIXED_CLOCK =
            InstantSource.fixed(Instant.ofEpochSecond(1_767_323_045));

    public static final String LOOPBACK = "127.0.0.1";

    /** As by default, but that nobody has to wait for the cut of a broken stream. */
    private static final Timing QUICK_CUT =
            new Timing(
                    Timing.DEFAULT.commit(),
                    Timing.DEFAULT.keepAlive(),
                    Timing.DEFAULT.body(),
                    Duration.ofMillis(20));

    private final SimulatedDify dify;
    private final WireTap tap;
    private final TestState state;
    private final Function<AccessConfig, SluiceConfig> configs;
    private final Supplier<Gateway> starting;
    private Gateway gateway;

    private TestGateway(
            SimulatedDify dify,
            WireTap tap,
            TestState state,
            Function<AccessConfig, SluiceConfig> configs,
            Supplier<Gateway> starting) {
        this.dify = dify;
        this.tap = tap;
        this.state = state;
        this.configs = configs;
        this.starting = starting;
        this.gateway = starting.get();
    }

    /** With everything at its default. */
    public static TestGateway of(SimulatedApp... apps) {
        return with(apps).start();
    }

    public static Builder with(SimulatedApp... apps) {
        return new Builder(List.of(apps));
    }

    public SimulatedDify dify() {
        return dify;
    }

    /** The state folder. */
    public Path folder() {
        return state.folder();
    }

    public Gateway gateway() {
        return gateway;
    }

    /** From now on others may call, and nothing else changes. */
    public void reload(AccessConfig access) {
        gateway.reload(configs.apply(access));
    }

    /** All bytes so far, of all connections; only of a gateway that is tapped. */
    public String sentToDify() {
        return tap.sent();
    }

    /** A number without labels, as Prometheus would read it; only in open mode. */
    public double metric(String name) {
        try (var client = client().get("/metrics")) {
            return client.answer()
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                    .sum();
        }
    }

    public int port() {
        return gateway.port();
    }

    /** A new connection; the caller closes it. */
    public RawClient client() {
        return RawClient.connect(port());
    }

    /** One question on a connection of its own. */
    public Answer ask(Question question) {
        try (var client = client()) {
            return client.ask(question).answer();
        }
    }

    /** Ends it and starts it again, on another port and with what is in its state folder. */
    public void restart() {
        gateway.close();
        gateway = starting.get();
    }

    @Override
    public void close() {
        gateway.close();
        state.close();
        tap.close();
        dify.close();
    }

    /** What may differ from a gateway of defaults. */
    public static final class Builder {
        private final List<SimulatedApp> apps;
        private final Map<String, URI> elsewhere = new LinkedHashMap<>();
        private final Map<String, List<String>> chains = new LinkedHashMap<>();
        private Deadlines deadlines = Deadlines.DIFY;
        private boolean rerun;
        private int maxConnections = CallSettings.DEFAULT_MAX_CONNECTIONS;
        private Duration keepAlive = PoolSettings.KEEP_ALIVE;
        private Timing timing = QUICK_CUT;
        private ProbeIntervals probes = ProbeIntervals.DEFAULT;
        private InstantSource clock = FIXED_CLOCK;
        private RandomGenerator chance = new Random(1);
        private Duration drain = Duration.ZERO;
        private List<ServerConfig> server = List.of();
        private ByteBudget budget = ByteBudget.ofHeap();
        private HostLookups.Resolver resolver = InetAddress::getAllByName;
        private boolean tapped;
        private boolean named = true;
        private String mode = "";
        private int loops = 2;
        private AccessConfig access = AccessConfig.of(AccessConfig.Mode.OPEN);
        private int records;
        private ChatSettings chats = ChatSettings.DEFAULT;
        private StoreConfig store = StoreConfig.DEFAULT;
        private ConversationConfig conversations = ConversationConfig.DEFAULT;
        private Vendors vendors = Vendors.ALL;

        private Builder(List<SimulatedApp> apps) {
            this.apps = apps;
        }

        /** One more upstream, which the simulated Dify does not play. */
        public Builder upstream(String name, URI url) {
            elsewhere.put(name, url);
            return this;
        }

        public Builder chain(String model, String... upstreams) {
            chains.put(model, List.of(upstreams));
            return this;
        }

        public Builder deadlines(Deadlines newDeadlines) {
            deadlines = newDeadlines;
            return this;
        }

        public Builder rerun() {
            rerun = true;
            return this;
        }

        public Builder maxConnections(int connections) {
            maxConnections = connections;
            return this;
        }

        /** How long connections to all apps are kept. */
        public Builder keepAlive(Duration newKeepAlive) {
            keepAlive = newKeepAlive;
            return this;
        }

        public Builder timing(Timing newTiming) {
            timing = newTiming;
            return this;
        }

        /** When upstreams are asked what they are. */
        public Builder probes(ProbeIntervals intervals) {
            probes = intervals;
            return this;
        }

        /** Instead of one that stands still; Dify has its own. */
        public Builder clock(InstantSource newClock) {
            clock = newClock;
            return this;
        }

        /** Request ids are made from it, on the loops. */
        public Builder chance(RandomGenerator newChance) {
            chance = newChance;
            return this;
        }

        /** Instead of one plain address on loopback. */
        public Builder server(ServerConfig config) {
            server = List.of(config);
            return this;
        }

        /** At one address with TLS. */
        public Builder tls(Certificate certificate) {
            return server(
                    new ServerConfig(
                            List.of(new Listen(LOOPBACK, 0, true)),
                            new Tls.Files(certificate.chain(), certificate.key()),
                            List.of(),
                            Duration.ZERO));
        }

        public Builder drain(Duration limit) {
            drain = limit;
            return this;
        }

        public Builder budget(ByteBudget newBudget) {
            budget = newBudget;
            return this;
        }

        /**
         * Everything that goes to the simulated Dify is kept for {@link TestGateway#sentToDify}.
         */
        public Builder tapped() {
            tapped = true;
            return this;
        }

        /** Without a name for the model, and with this mode; empty is what Dify says. */
        public Builder unnamed(String newMode) {
            named = false;
            mode = newMode;
            return this;
        }

        public Builder loops(int count) {
            loops = count;
            return this;
        }

        /** Instead of open mode. */
        public Builder access(AccessConfig config) {
            access = config;
            return this;
        }

        /** So many of the newest are kept, where otherwise none is. */
        public Builder records(int kept) {
            records = kept;
            return this;
        }

        /** How the answers of all apps are presented. */
        public Builder answers(AnswerSettings settings) {
            chats = new ChatSettings(chats.memory(), chats.user(), settings);
            return this;
        }

        /** How chats are told to all apps. */
        public Builder chats(ChatSettings settings) {
            chats = settings;
            return this;
        }

        /** How chats find their conversations. */
        public Builder conversations(ConversationConfig config) {
            conversations = config;
            return this;
        }

        /** A question without history goes on in the newest conversation of its chat. */
        public Builder historyNotSent() {
            var defaults = ConversationConfig.DEFAULT;
            return conversations(
                    new ConversationConfig(defaults.retention(), false, true, defaults.side()));
        }

        /** In the place of the name servers. */
        public Builder resolver(HostLookups.Resolver other) {
            resolver = other;
            return this;
        }

        /** Keeps its truth in a PostgreSQL database instead of a file. */
        public Builder vendors(Vendors others) {
            vendors = others;
            return this;
        }

        public Builder database(String url) {
            store = new StoreConfig("", url);
            return this;
        }

        public TestGateway start() {
            var dify = SimulatedDify.start(0, LOOPBACK, 1, FIXED_CLOCK);
            apps.forEach(dify::app);
            var world =
                    new World(
                            clock,
                            chance,
                            Map.of(),
                            timing,
                            probes,
                            budget,
                            new HostLookups(resolver),
                            loops);
            var tap = WireTap.before(dify.url());
            var state = TestState.copy();
            URI url = tapped ? tap.url() : dify.url();
            var first = config(url, access);
            return new TestGateway(
                    dify,
                    tap,
                    state,
                    other -> config(url, other),
                    () -> new Gateway(first, state.folder(), world, vendors));
        }

        private SluiceConfig config(URI dify, AccessConfig callers) {
            var settings =
                    new CallSettings(
                            deadlines, rerun, new ProxyChoice.Direct(), maxConnections, keepAlive);
            var upstreams = new ArrayList<UpstreamConfig>();
            for (SimulatedApp app : apps) {
                upstreams.add(upstream(app.name(), app.key(), dify, settings));
            }
            elsewhere.forEach(
                    (name, url) -> upstreams.add(upstream(name, "app-" + name, url, settings)));
            return new SluiceConfig(
                    server.isEmpty() ? ServerConfig.plain(LOOPBACK, 0, drain) : server.getFirst(),
                    callers,
                    LogConfig.DEFAULT,
                    new Keeping(store, new RecordsConfig(records), conversations),
                    upstreams,
                    new ModelsConfig(chains),
                    new SluiceConfig.Origin("test", List.of()));
        }

        private UpstreamConfig upstream(String name, String key, URI url, CallSettings settings) {
            String model = named ? name : "";
            return new UpstreamConfig(name, "dify", url, key, model, mode, chats, settings);
        }
    }
}
