package dev.sluice.acceptance;

import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedDify;
import java.util.List;

/** One client before the gateway, and what the simulated Dify sees of it. */
record Stage(Client client, Adapter adapter, SimulatedDify dify, String url, String key) {
    private static final long POLL_MILLIS = 50;
    private static final long LONGEST_END_MILLIS = 20_000;

    /**
     * What a client saw, and what its question cost.
     *
     * @param runs those that were begun for it at Dify
     */
    record Reply(Seen seen, List<Run> runs, double seconds) {
        Reply {
            runs = List.copyOf(runs);
        }

        String effort() {
            return "%d run%s, %.1f s".formatted(runs.size(), runs.size() == 1 ? "" : "s", seconds);
        }
    }

    Reply ask(Question question) {
        int before = dify.runs().size();
        long begun = System.nanoTime();
        Seen seen = Seen.read(adapter.ask(question.line(url, key)));
        double seconds = (System.nanoTime() - begun) / 1e9;
        List<Run> all = dify.runs();
        return new Reply(seen, all.subList(before, all.size()), seconds);
    }

    /** Whether the run is stopped at Dify, which may be a moment after its client has left. */
    boolean isStopped(Run run) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_END_MILLIS * 1_000_000;
        while (!dify.stops().contains(run.taskId()) && System.nanoTime() < end) {
            Thread.sleep(POLL_MILLIS);
        }
        return dify.stops().contains(run.taskId());
    }

    /** How a run has ended, or that it still goes on after a while. */
    Run.Outcome end(Run run) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_END_MILLIS * 1_000_000;
        while (run.isOpen() && System.nanoTime() < end) {
            Thread.sleep(POLL_MILLIS);
        }
        return run.outcome();
    }

    /** Whether the client shows this answer, among other lines where it prints some. */
    boolean shows(Seen seen, String answer) {
        return client.has(Client.SHOWS_MORE)
                ? seen.text().contains(answer)
                : seen.text().equals(answer);
    }

    /** A name that no other scenario uses. */
    String named(String scenario) {
        return client.name() + "-" + scenario;
    }
}
