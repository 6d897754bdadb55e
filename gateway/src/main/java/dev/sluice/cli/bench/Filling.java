package dev.sluice.cli.bench;

import java.io.PrintWriter;
import java.time.Duration;

/** Says from time to time how full a store is and how long the rest will take. */
final class Filling {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final int whole;
    private final PrintWriter out;
    private long begun;
    private long told;

    Filling(int whole, PrintWriter out) {
        this.whole = whole;
        this.out = out;
    }

    /** Zero when it begins. */
    void reached(int count) {
        long now = System.nanoTime();
        if (count == 0) {
            begun = now;
            told = now;
        }
        if (now - told < EVERY.toNanos()) {
            return;
        }
        told = now;
        double perMapping = (double) (now - begun) / count;
        var left = Duration.ofNanos((long) (perMapping * (whole - count)));
        out.printf(
                "%-12s %d of %d mappings, filled in about %d:%02d%n",
                Scenario.LOOKUP, count, whole, left.toMinutes(), left.toSecondsPart());
        out.flush();
    }
}
