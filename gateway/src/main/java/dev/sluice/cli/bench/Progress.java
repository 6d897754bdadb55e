package dev.sluice.cli.bench;

import java.io.PrintWriter;
import java.time.Duration;

/** Says what is being done and how long the rest will take. */
final class Progress {
    private final PrintWriter out;
    private Duration left;

    Progress(PrintWriter out, Duration whole) {
        this.out = out;
        this.left = whole;
    }

    void begin(Scenario scenario, String what, Contender contender) {
        out.printf(
                "%-12s %-12s %-11s about %d:%02d left%n",
                scenario, what, contender.label(), left.toMinutes(), left.toSecondsPart());
        out.flush();
    }

    void ended(Duration step) {
        left = left.minus(step);
    }

    void failed(String message) {
        out.println(message);
        out.flush();
    }
}
