package dev.sluice.cli.bench;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.sluice.testkit.load.LoadRequest;
import dev.sluice.testkit.load.Rhythm;
import dev.sluice.testkit.load.Tally;
import dev.sluice.testkit.load.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** A load that stays the same, looked at through a window of time. */
final class SteadyLoad implements Experiment {
    private static final Duration BEGINNING = Duration.ofMillis(500);
    private static final Duration SETTLING = Duration.ofMillis(200);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    /** Of one processor; a compiler that uses less falsifies nothing. */
    private static final double QUIET_PERCENT = 1.5;

    /** So many times the usual warm-up, and no longer, it goes on for the compiler. */
    private static final int LONGEST_WARM_UP = 6;

    private static final Duration BEGINNING_LIMIT = Duration.ofSeconds(20);

    private final Workbench bench;
    private final Extent extent;
    private final Results results;
    private final Kind kind;
    private final Servers servers;

    /** What is asked, how often, and what the cost is divided by. */
    record Kind(
            Scenario scenario,
            Rhythm rhythm,
            String unit,
            Target target,
            BiFunction<Workbench, Server, LoadRequest> request) {
        private static final String EVENT = "event";
        private static final String REQUEST = "request";
        private static final Rhythm THOUSAND_A_SECOND =
                new Rhythm(50, BEGINNING, Duration.ofMillis(50));

        static final Kind PACED =
                new Kind(
                        Scenario.PACED,
                        Rhythm.steady(200, BEGINNING),
                        EVENT,
                        new Target.TimesNginx(1.8),
                        (bench, server) -> bench.chat(server, BenchApp.PACED, true));
        static final Kind BURST =
                new Kind(
                        Scenario.BURST,
                        Rhythm.steady(20, BEGINNING),
                        EVENT,
                        Target.NONE,
                        (bench, server) -> bench.chat(server, BenchApp.BURST, true));
        static final Kind PLAIN =
                new Kind(Scenario.PLAIN, THOUSAND_A_SECOND, REQUEST, Target.NONE, Workbench::plain);
        static final Kind CHAT =
                new Kind(
                        Scenario.CHAT,
                        THOUSAND_A_SECOND,
                        REQUEST,
                        new Target.TimesNginx(3),
                        (bench, server) -> bench.chat(server, BenchApp.SHORT, false));

        long count(Tally tally) {
            return unit.equals(EVENT) ? tally.events() : tally.answers();
        }

        Measure measure(String name, String unit) {
            return Measure.of(scenario, name, unit);
        }
    }

    SteadyLoad(Workbench bench, Extent extent, Results results, Kind kind) {
        this.bench = bench;
        this.extent = extent;
        this.results = results;
        this.kind = kind;
        this.servers = new Servers(bench);
    }

    @Override
    public List<Contender> contenders() {
        var contenders = new ArrayList<>(bench.contenders());
        if (!kind.target.equals(Target.NONE)) {
            // Where the cost is judged, it is also told what keys and records have to do with it.
            contenders.add(Contender.BARE_SLUICE);
        }
        return contenders;
    }

    @Override
    public Duration warmUpTime() {
        return extent.warmUp().plus(BEGINNING);
    }

    @Override
    public Duration roundTime() {
        return extent.window().plus(BEGINNING).plus(SETTLING);
    }

    /** As long as it takes until the compiler of the server has little left to do. */
    @Override
    public void warmUp(Contender contender) throws IOException, InterruptedException {
        Server server = servers.get(contender);
        try (Traffic traffic = begin(server)) {
            Duration warmUp = extent.warmUp();
            MILLISECONDS.sleep(warmUp.toMillis());
            Duration most = warmUp.multipliedBy(LONGEST_WARM_UP);
            while (warmUp.compareTo(most) < 0 && compilerPercent(server) > QUIET_PERCENT) {
                warmUp = warmUp.plus(BETWEEN_LOOKS);
            }
            Checks.sound(traffic.take(), kind.scenario, contender);
            results.add(kind.measure("warm-up", "s"), contender, (double) warmUp.toSeconds());
        }
    }

    private static double compilerPercent(Server server) throws InterruptedException {
        Duration before = server.compiler();
        MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
        Duration used = server.compiler().minus(before);
        return 100.0 * used.toNanos() / BETWEEN_LOOKS.toNanos();
    }

    @Override
    public void round(Contender contender) throws IOException, InterruptedException {
        Server server = servers.get(contender);
        try (Traffic traffic = begin(server)) {
            MILLISECONDS.sleep(SETTLING.toMillis());
            Checks.sound(traffic.take(), kind.scenario, contender);
            var before = Usage.now(server);
            MILLISECONDS.sleep(extent.window().toMillis());
            Tally tally = traffic.take();
            Usage used = Usage.now(server).since(before);
            Checks.sound(tally, kind.scenario, contender);
            record(contender, tally, used);
        }
    }

    @Override
    public void close() {
        servers.close();
    }

    private Traffic begin(Server server) throws InterruptedException {
        Traffic traffic = bench.begin(kind.request().apply(bench, server), kind.rhythm);
        if (!traffic.awaitBeginnings(BEGINNING_LIMIT)) {
            traffic.close();
            throw Checks.late(kind.scenario, server.contender(), BEGINNING_LIMIT);
        }
        return traffic;
    }

    private void record(Contender contender, Tally tally, Usage used) {
        long count = kind.count(tally);
        Measure cost = kind.measure("CPU per " + kind.unit, "µs").target(kind.target);
        results.announce(cost);
        if (contender != Contender.DIRECT) {
            results.add(cost, contender, used.server().toNanos() / 1e3 / count);
        }
        if (contender == Contender.SLUICE || contender == Contender.BARE_SLUICE) {
            results.add(
                    kind.measure("of it the JIT compiler", "µs"),
                    contender,
                    used.compiler().toNanos() / 1e3 / count);
        }
        results.add(
                kind.measure(kind.unit + "s", "per s"),
                contender,
                count * 1e9 / used.wall().toNanos());
        Duration firstByte = tally.firstByte().median();
        if (firstByte.isPositive()) {
            results.add(
                    kind.measure("first byte, median", "ms"), contender, firstByte.toNanos() / 1e6);
        }
        results.add(
                kind.measure("core of load and simulator", "% busy"),
                contender,
                100.0 * used.load().toNanos() / used.wall().toNanos());
    }
}
