package dev.sluice.cli.bench;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.sluice.testkit.load.Rhythm;
import dev.sluice.testkit.load.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What a stream weighs on which hardly anything happens; each round has fresh servers. */
final class SlowStreams implements Experiment {
    private static final int TARGETED_STREAMS = 5_000;
    private static final Target TARGET = new Target.AtMost(30);
    private static final Measure WHOLE =
            Measure.of(Scenario.SLOW, "RSS of the process with all streams", "MiB");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration OPENING = Duration.ofMillis(1);
    private static final Rhythm FIRST_FEW = Rhythm.steady(50, Duration.ofSeconds(1));
    private static final double KIB_PER_MIB = 1024;

    private final Workbench bench;
    private final Extent extent;
    private final Results results;

    SlowStreams(Workbench bench, Extent extent, Results results) {
        this.bench = bench;
        this.extent = extent;
        this.results = results;
    }

    @Override
    public List<Contender> contenders() {
        return bench.contenders().stream().filter(c -> c != Contender.DIRECT).toList();
    }

    @Override
    public Duration warmUpTime() {
        return Duration.ZERO;
    }

    @Override
    public Duration roundTime() {
        return rhythm().spread().plus(extent.settle()).plusSeconds(4);
    }

    @Override
    public void warmUp(Contender contender) {
        // What a long warm-up leaves in the heap would hide the weight of the streams.
    }

    @Override
    public void round(Contender contender) throws IOException, InterruptedException {
        try (Server server = bench.start(contender)) {
            try (Traffic few = begin(server, FIRST_FEW)) {
                Checks.sound(few.take(), Scenario.SLOW, contender);
            }
            long before = server.residentKib();
            try (Traffic all = begin(server, rhythm())) {
                MILLISECONDS.sleep(extent.settle().toMillis());
                long after = server.residentKib();
                Checks.sound(all.take(), Scenario.SLOW, contender);
                results.add(weight(), contender, (double) (after - before) / extent.slowStreams());
                results.add(WHOLE, contender, after / KIB_PER_MIB);
            }
        }
    }

    @Override
    public void close() {
        // Every round has closed its servers.
    }

    /** Fewer streams would carry more of what the process needs for itself. */
    private Measure weight() {
        int streams = extent.slowStreams();
        return Measure.of(Scenario.SLOW, "RSS per idle stream, of " + streams, "KiB")
                .target(streams == TARGETED_STREAMS ? TARGET : Target.NONE);
    }

    private Rhythm rhythm() {
        return Rhythm.steady(extent.slowStreams(), OPENING.multipliedBy(extent.slowStreams()));
    }

    private Traffic begin(Server server, Rhythm rhythm) throws InterruptedException {
        Traffic traffic = bench.begin(bench.chat(server, BenchApp.SLOW, true), rhythm);
        if (!traffic.awaitBeginnings(LIMIT)) {
            traffic.close();
            throw Checks.late(Scenario.SLOW, server.contender(), LIMIT);
        }
        return traffic;
    }
}
