package dev.sluice.cli;

import dev.sluice.app.Gateway;
import dev.sluice.protocol.Unprintable;
import dev.sluice.registry.UpstreamStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** A line for each upstream after the start: the operator sees what does not work. */
final class UpstreamScreen {
    /** Later ones are in the log. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

    private static final int WIDEST_CHARS = 24;

    private UpstreamScreen() {}

    static void print(Gateway gateway, PrintWriter out) throws InterruptedException {
        List<UpstreamStatus> upstreams = gateway.upstreams(ANSWER_LIMIT);
        int width =
                Math.clamp(
                        upstreams.stream().mapToInt(one -> one.name().length()).max().orElse(1),
                        1,
                        WIDEST_CHARS);
        for (UpstreamStatus one : upstreams) {
            String line = ("%-" + width + "s  %s").formatted(one.name(), one.text());
            out.println("  " + Unprintable.replaced(line, " "));
        }
        out.flush();
    }
}
