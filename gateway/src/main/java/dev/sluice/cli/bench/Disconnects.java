package dev.sluice.cli.bench;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.sluice.testkit.Run;
import dev.sluice.testkit.load.Latency;
import dev.sluice.testkit.load.Rhythm;
import dev.sluice.testkit.load.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How long an upstream goes on for clients that have left. */
final class Disconnects implements Experiment {
    private static final Spread ONE_BY_ONE =
            Spread.of("one client leaves, its upstream is closed", new Target.AtMost(10));
    private static final Spread AT_ONCE =
            Spread.of("all clients leave, their upstreams are closed", Target.NONE);
    private static final int SINGLES = 100;
    private static final Duration BETWEEN = Duration.ofMillis(3);
    private static final Duration SPREAD = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofNanos(100_000);
    private static final Pattern CONNECTION = Pattern.compile("stream (\\d+)");

    private final Workbench bench;
    private final Extent extent;
    private final Results results;
    private final Servers servers;

    Disconnects(Workbench bench, Extent extent, Results results) {
        this.bench = bench;
        this.extent = extent;
        this.results = results;
        this.servers = new Servers(bench);
    }

    @Override
    public List<Contender> contenders() {
        return bench.contenders();
    }

    @Override
    public Duration warmUpTime() {
        return extent.warmUp().plusSeconds(2);
    }

    @Override
    public Duration roundTime() {
        return SPREAD.multipliedBy(2).plusSeconds(1);
    }

    @Override
    public void warmUp(Contender contender) throws IOException, InterruptedException {
        long end = System.nanoTime() + extent.warmUp().toNanos();
        while (System.nanoTime() < end) {
            drop(contender);
        }
    }

    @Override
    public void round(Contender contender) throws IOException, InterruptedException {
        Late late = drop(contender);
        ONE_BY_ONE.add(results, contender, late.oneByOne());
        AT_ONCE.add(results, contender, late.atOnce());
    }

    @Override
    public void close() {
        servers.close();
    }

    private Late drop(Contender contender) throws IOException, InterruptedException {
        Server server = servers.get(contender);
        var request = bench.chat(server, BenchApp.LEISURELY, true);
        try (Traffic traffic = bench.begin(request, Rhythm.steady(extent.dropped(), SPREAD))) {
            if (!traffic.awaitBeginnings(LIMIT)) {
                throw Checks.late(Scenario.DISCONNECTS, contender, LIMIT);
            }
            MILLISECONDS.sleep(SPREAD.toMillis());
            Checks.sound(traffic.take(), Scenario.DISCONNECTS, contender);
            Map<Integer, Run> runs = openRuns();
            var oneByOne = new ArrayList<Long>();
            for (int connection = 0; connection < SINGLES; connection++) {
                long left = traffic.drop(connection);
                oneByOne.addAll(delays(runs, Map.of(connection, left)));
                MILLISECONDS.sleep(BETWEEN.toMillis());
            }
            List<Long> atOnce = delays(runs, traffic.drop());
            return new Late(Latency.of(oneByOne), Latency.of(atOnce));
        }
    }

    private Map<Integer, Run> openRuns() {
        return bench.dify().runs().stream()
                .filter(Run::isOpen)
                .collect(Collectors.toMap(Disconnects::connection, run -> run));
    }

    /** The simulator tells no times, so its runs are looked at again and again. */
    private static List<Long> delays(Map<Integer, Run> runs, Map<Integer, Long> left) {
        var open = new HashMap<>(left);
        var delays = new ArrayList<Long>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!open.isEmpty()) {
            long now = System.nanoTime();
            if (now > deadline) {
                throw new BenchFailedException(
                        "disconnects: %d upstream runs were still open %d s after their clients had left"
                                .formatted(open.size(), LIMIT.toSeconds()));
            }
            open.entrySet()
                    .removeIf(entry ->
                            isOver(runs, entry.getKey()) && delays.add(now - entry.getValue()));
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return delays;
    }

    private static boolean isOver(Map<Integer, Run> runs, int connection) {
        return Optional.ofNullable(runs.get(connection))
                .map(run -> !run.isOpen())
                .orElseThrow(() ->
                        new BenchFailedException(
                                "disconnects: a client's run was over before it left; nothing of this scenario counts"));
    }

    private static int connection(Run run) {
        Matcher matcher = CONNECTION.matcher(run.body());
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    private record Late(Latency oneByOne, Latency atOnce) {}

    /** The three lines that tell one latency. */
    private record Spread(Measure median, Measure p99, Measure max) {
        private static final double NANOS_PER_MILLI = 1e6;

        static Spread of(String name, Target target) {
            return new Spread(
                    Measure.of(Scenario.DISCONNECTS, name + ": median", "ms"),
                    Measure.of(Scenario.DISCONNECTS, name + ": 99 of 100", "ms").target(target),
                    Measure.of(Scenario.DISCONNECTS, name + ": last", "ms"));
        }

        void add(Results results, Contender contender, Latency late) {
            results.add(median, contender, late.median().toNanos() / NANOS_PER_MILLI);
            results.add(p99, contender, late.p99().toNanos() / NANOS_PER_MILLI);
            results.add(max, contender, late.max().toNanos() / NANOS_PER_MILLI);
        }
    }
}
