package dev.sluice.cli.bench;

import dev.sluice.conversation.ChatKey;
import dev.sluice.conversation.Mapping;
import dev.sluice.testkit.load.Latency;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Whether a conversation is found among millions as fast as among a few. */
final class LookUps implements Experiment {
    /** Any number; it makes the chats that are looked up the same in every measurement. */
    private static final long SEED = 7;

    private static final int FEW = 1_000;
    private static final int PER_ROUND = 5_000;
    private static final Duration ROUND_TIME = Duration.ofSeconds(30);
    private static final int FILLED_PER_SECOND = 50_000;

    /** On the disk, with room for what SQLite keeps beside the file. */
    private static final long BYTES_PER_MAPPING = 1_024;

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double BYTES_PER_MIB = 1 << 20;

    private final Path folder;
    private final Extent extent;
    private final Results results;
    private final PrintWriter out;
    private final RandomGenerator chance = new SplittableRandom(SEED);
    private final List<StoredMappings> stores = new ArrayList<>();

    /**
     * @param out where filling tells how far it is
     */
    LookUps(Path folder, Extent extent, Results results, PrintWriter out) {
        this.folder = folder;
        this.extent = extent;
        this.results = results;
        this.out = out;
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.SLUICE);
    }

    @Override
    public Duration warmUpTime() {
        return extent.warmUp().plusSeconds(extent.mappings() / FILLED_PER_SECOND);
    }

    @Override
    public Duration roundTime() {
        return ROUND_TIME;
    }

    @Override
    public void warmUp(Contender contender) throws IOException {
        requireRoom(extent.mappings(), Files.getFileStore(folder).getUsableSpace(), folder);
        for (int count : List.of(FEW, extent.mappings())) {
            var store = StoredMappings.open(folder, count);
            stores.add(store);
            store.fill(new Filling(count, out)::reached);
            tell(store, "file", "MiB", store.bytes() / BYTES_PER_MIB);
            tell(store, "file, of each mapping", "bytes", (double) store.bytes() / count);
        }
        long until = System.nanoTime() + extent.warmUp().toNanos();
        while (System.nanoTime() < until) {
            for (StoredMappings store : stores) {
                var _ = store.find(someKey(store));
            }
        }
    }

    static void requireRoom(int mappings, long freeBytes, Path folder) {
        long needed = mappings * BYTES_PER_MAPPING;
        if (freeBytes < needed) {
            throw new BenchFailedException(
                    "lookup: %d mappings need %d MiB in %s, and %d MiB are free; free some, choose another folder with SLUICE_JAVA_OPTS=-Djava.io.tmpdir=FOLDER, or start with --mappings %d"
                            .formatted(
                                    mappings,
                                    needed >> 20,
                                    folder,
                                    freeBytes >> 20,
                                    freeBytes / BYTES_PER_MAPPING));
        }
    }

    @Override
    public void round(Contender contender) throws IOException {
        double few = measure(stores.getFirst());
        double many = measure(stores.getLast());
        results.add(
                Measure.of(Scenario.LOOKUP, "look-up: median of many to median of few", "times")
                        .target(new Target.AtMost(2)),
                Contender.SLUICE,
                many / few);
    }

    /** The median of the look-ups. */
    private double measure(StoredMappings store) throws IOException {
        var found = new ArrayList<Mapping>(PER_ROUND);
        var looks = new ArrayList<Long>(PER_ROUND);
        Duration before = cpu();
        for (int i = 0; i < PER_ROUND; i++) {
            ChatKey key = someKey(store);
            long begun = System.nanoTime();
            found.add(store.find(key));
            looks.add(System.nanoTime() - begun);
        }
        Duration used = cpu().minus(before);
        var updates = new ArrayList<Long>(PER_ROUND);
        for (Mapping mapping : found) {
            long begun = System.nanoTime();
            store.update(mapping);
            updates.add(System.nanoTime() - begun);
        }
        tell(store, "look-up", Latency.of(looks));
        tell(store, "look-up: CPU", "µs", micros(used) / PER_ROUND);
        tell(store, "update", Latency.of(updates));
        return micros(Latency.of(looks).median());
    }

    private void tell(StoredMappings store, String what, Latency latency) {
        tell(store, what + ": median", "µs", micros(latency.median()));
        tell(store, what + ": 99 of 100", "µs", micros(latency.p99()));
    }

    private void tell(StoredMappings store, String what, String unit, double value) {
        String name = String.format(Locale.ROOT, "%,d mappings, %s", store.count(), what);
        results.add(Measure.of(Scenario.LOOKUP, name, unit), Contender.SLUICE, value);
    }

    private ChatKey someKey(StoredMappings store) {
        return StoredMappings.key(chance.nextInt(store.count()));
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double micros(Duration time) {
        return time.toNanos() / NANOS_PER_MICRO;
    }

    @Override
    public void close() {
        stores.forEach(StoredMappings::close);
    }
}
