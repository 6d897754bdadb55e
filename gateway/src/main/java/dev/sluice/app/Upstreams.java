package dev.sluice.app;

import dev.sluice.http.Network;
import dev.sluice.http.PoolSettings;
import dev.sluice.http.ProxyChoice;
import dev.sluice.registry.ProbeSchedule;
import dev.sluice.registry.Registry;
import dev.sluice.registry.Upstream;
import dev.sluice.registry.UpstreamConfig;
import dev.sluice.registry.UpstreamFacts;
import dev.sluice.registry.UpstreamStatus;
import dev.sluice.vendors.Vendors;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes upstreams from configurations; one that has not changed stays, with its connections. */
final class Upstreams implements AutoCloseable {
    /** After the last answer the stops of runs may still be on their way. */
    private static final Duration LAST_STOPS = Duration.ofMinutes(1);

    private final Network network;
    private final World world;
    private final Vendors vendors;
    private final SplittableRandom chance;
    private final List<Upstream> unused = new ArrayList<>();

    /** Notified after each change of what is known. */
    private final Object news = new Object();

    private volatile Registry current = new Registry(List.of());
    private @Nullable ProbeSchedule probes;

    /** The keys and passwords of all upstreams of the configuration in force. */
    private volatile List<String> secrets = List.of();

    Upstreams(Network network, World world, Vendors vendors) {
        this.vendors = vendors;
        this.network = network;
        this.world = world;
        // Apart from the ids of requests, which would depend on how often upstreams were asked.
        this.chance = new SplittableRandom(world.chance().nextLong());
    }

    /** Those of the configuration, and no others from now on. */
    synchronized Registry of(List<UpstreamConfig> configs) {
        Registry before = current;
        secrets = configs.stream().flatMap(Upstreams::secrets).toList();
        current = new Registry(configs.stream().map(config -> of(config, before)).toList());
        before.upstreams().stream()
                .filter(upstream -> !current.upstreams().contains(upstream))
                .forEach(upstream -> {
                    unused.add(upstream);
                    upstream.pool().retire();
                });
        // What was learned while it was made is in no catalog yet.
        current.refreshCatalog();
        return current;
    }

    private void changed() {
        current.refreshCatalog();
        synchronized (news) {
            news.notifyAll();
        }
    }

    /** How it stands with each, once all have been asked, or at the end of the limit. */
    List<UpstreamStatus> asked(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (news) {
            long left = limit.toMillis();
            while (left > 0 && !statuses().stream().allMatch(UpstreamStatus::isAsked)) {
                news.wait(left);
                left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            }
        }
        return statuses();
    }

    /** How it stands with each now. */
    List<UpstreamStatus> statuses() {
        return current.statuses();
    }

    /**
     * Asks those that are new what they are, and all of them from time to time. Not before the
     * server listens: a connection that is made meanwhile takes a loop's turn, and two listeners
     * can come to share one loop.
     */
    synchronized void acquaint() {
        if (probes == null) {
            probes = new ProbeSchedule(network.loop(), world.probes(), world.clock(), chance);
        }
        probes.follow(current.upstreams());
    }

    private Upstream of(UpstreamConfig config, Registry before) {
        return before.named(config.name())
                .filter(known -> known.config().equals(config))
                .orElseGet(() -> open(config, facts(config, before)));
    }

    /** What is known of the same app stays known when other settings change. */
    private UpstreamFacts facts(UpstreamConfig config, Registry before) {
        return before.named(config.name())
                .filter(old -> isSameApp(old.config(), config))
                .map(Upstream::known)
                .orElseGet(() -> new UpstreamFacts(config.name(), this::changed));
    }

    private static boolean isSameApp(UpstreamConfig one, UpstreamConfig other) {
        return one.type().equals(other.type())
                && one.url().equals(other.url())
                && one.key().equals(other.key())
                && one.mode().equals(other.mode());
    }

    private Upstream open(UpstreamConfig config, UpstreamFacts facts) {
        var pool =
                network.pool(
                        new PoolSettings(
                                config.url(),
                                config.settings().deadlines().connect(),
                                config.settings().maxConnections(),
                                config.settings().proxy(),
                                config.settings().keepAlive()));
        return new Upstream(
                config,
                vendors.dialect(config, () -> secrets),
                pool,
                facts,
                world.probes().answer());
    }

    /** What no client may see, whichever upstream says it. */
    private static Stream<String> secrets(UpstreamConfig config) {
        Stream<URI> urls =
                config.settings().proxy() instanceof ProxyChoice.Through(URI proxy)
                        ? Stream.of(config.url(), proxy)
                        : Stream.of(config.url());
        Stream<String> passwords =
                urls.flatMap(url -> Stream.ofNullable(url.getUserInfo()))
                        .map(user -> user.substring(user.indexOf(':') + 1));
        return Stream.concat(Stream.of(config.key()), passwords);
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
        if (probes != null) {
            probes.stop();
        }
        current.close();
    }
}
