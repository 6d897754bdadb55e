package dev.sluice.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What a simulated server saw; written by its event loops, read by tests. */
final class Observations {
    /** A benchmark would otherwise keep every request it ever made. */
    private static final int RUNS_KEPT = 20_000;

    private final Deque<Run> runs = new ArrayDeque<>();
    private final List<String> stops = new ArrayList<>();
    private final Map<String, LiveRun> live = new ConcurrentHashMap<>();
    final AtomicInteger openConnections = new AtomicInteger();
    final AtomicLong acceptedConnections = new AtomicLong();

    /** A stream that can be stopped from another connection. */
    interface LiveRun {
        Run run();

        void stop();

        /** The worker that made it is gone: nothing follows, not even a ping. */
        void fallSilent();
    }

    synchronized void began(Run run) {
        if (runs.size() == RUNS_KEPT) {
            runs.removeFirst();
        }
        runs.addLast(run);
    }

    synchronized void stopAsked(String task) {
        stops.add(task);
    }

    /** The newest run of a task. */
    synchronized Optional<Run> run(String task) {
        var newestFirst = runs.descendingIterator();
        while (newestFirst.hasNext()) {
            Run run = newestFirst.next();
            if (run.taskId().equals(task)) {
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }

    synchronized List<Run> runs() {
        return List.copyOf(runs);
    }

    synchronized List<String> stops() {
        return List.copyOf(stops);
    }

    Map<String, LiveRun> live() {
        return live;
    }
}
