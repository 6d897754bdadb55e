package dev.sluice.app;

import dev.sluice.http.ByteBudget;
import dev.sluice.http.HostLookups;
import dev.sluice.http.Timing;
import dev.sluice.registry.ProbeIntervals;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What the gateway takes from its surroundings, so that a test can give it others. */
public record World(
        InstantSource clock,
        RandomGenerator chance,
        Map<String, String> environment,
        Timing timing,
        ProbeIntervals probes,
        ByteBudget budget,
        HostLookups lookups,
        int loops) {
    public World {
        environment = Map.copyOf(environment);
    }

    public static World real() {
        return new World(
                InstantSource.system(),
                new SecureRandom(),
                System.getenv(),
                Timing.DEFAULT,
                ProbeIntervals.DEFAULT,
                ByteBudget.ofHeap(),
                new HostLookups(InetAddress::getAllByName),
                Math.max(1, Runtime.getRuntime().availableProcessors()));
    }
}
