package dev.sluice.cli.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** How long it takes from nothing to the first answers. */
final class ColdStarts implements Experiment {
    private static final Measure FIRST_ANSWER =
            Measure.of(Scenario.COLD_START, "first 200", "ms").target(new Target.AtMost(500));
    private static final Measure FIRST_CHAT = Measure.of(Scenario.COLD_START, "first chat", "ms");
    private static final Measure BARE_ANSWER =
            Measure.of(Scenario.COLD_START, "first 200 without the AOT cache", "ms");
    private static final Measure BARE_CHAT =
            Measure.of(Scenario.COLD_START, "first chat without the AOT cache", "ms");
    private static final String NO_CACHE = "-XX:AOTMode=off";
    private static final int STARTS_PER_ROUND = 2;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Workbench bench;
    private final Results results;

    ColdStarts(Workbench bench, Results results) {
        this.bench = bench;
        this.results = results;
    }

    @Override
    public List<Contender> contenders() {
        return bench.contenders().stream().filter(c -> c != Contender.DIRECT).toList();
    }

    @Override
    public Duration warmUpTime() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration roundTime() {
        return Duration.ofSeconds(2 * STARTS_PER_ROUND);
    }

    /** Fills the page cache, so that every measured start reads its files from memory. */
    @Override
    public void warmUp(Contender contender) throws IOException, InterruptedException {
        bench.start(contender).close();
    }

    @Override
    public void round(Contender contender) throws IOException, InterruptedException {
        for (int start = 0; start < STARTS_PER_ROUND; start++) {
            measure(contender, "", FIRST_ANSWER, FIRST_CHAT);
            if (contender == Contender.SLUICE) {
                measure(contender, NO_CACHE, BARE_ANSWER, BARE_CHAT);
            }
        }
    }

    @Override
    public void close() {
        // Every round has closed its servers.
    }

    private void measure(Contender contender, String jvmOptions, Measure answer, Measure chat)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (Server server = bench.launch(contender, jvmOptions)) {
            FirstAnswers.Times times = new FirstAnswers(bench).await(server);
            results.add(answer, contender, (times.plainNanos() - begun) / NANOS_PER_MILLI);
            results.add(chat, contender, (times.chatNanos() - begun) / NANOS_PER_MILLI);
        }
    }
}
