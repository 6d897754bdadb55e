package dev.sluice.registry;

import dev.sluice.http.Loop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When upstreams are asked what they are: at once, after a failure again and again with growing
 * pauses, and before what is known is old. Of one origin few are asked at a time, since its server
 * may have few connections and others use them. Everything here happens on one loop.
 */
public final class ProbeSchedule {
    /** Of the ten connections of a Dify as its compose file starts it. */
    private static final int AT_ONCE_PER_ORIGIN = 2;

    private final Loop loop;
    private final ProbeIntervals intervals;
    private final InstantSource clock;
    private final RandomGenerator chance;
    private final Map<Upstream, Entry> entries = new HashMap<>();
    private final Map<Object, Queue<Entry>> waiting = new HashMap<>();
    private final Map<Object, Integer> running = new HashMap<>();

    public ProbeSchedule(
            Loop loop, ProbeIntervals intervals, InstantSource clock, RandomGenerator chance) {
        this.loop = loop;
        this.intervals = intervals;
        this.clock = clock;
        this.chance = chance;
    }

    private static final class Entry {
        final Upstream upstream;
        FactsState seen;
        Loop.@Nullable Timer timer;
        int failures;

        Entry(Upstream upstream) {
            this.upstream = upstream;
            this.seen = upstream.state();
        }
    }

    /** Asks these from now on, and no others; at once those that are new or failed last. */
    public void follow(List<Upstream> upstreams) {
        loop.run(() -> {
            entries.values().stream()
                    .filter(entry -> !upstreams.contains(entry.upstream))
                    .toList()
                    .forEach(this::forget);
            for (Upstream upstream : upstreams) {
                Entry entry = entries.get(upstream);
                if (entry == null) {
                    entry = new Entry(upstream);
                    entries.put(upstream, entry);
                    enqueue(entry);
                } else if (entry.failures > 0) {
                    hasten(entry);
                }
            }
        });
    }

    public void stop() {
        follow(List.of());
    }

    private void forget(Entry entry) {
        entries.remove(entry.upstream);
        cancel(entry);
    }

    private static void cancel(Entry entry) {
        if (entry.timer != null) {
            entry.timer.cancel();
            entry.timer = null;
        }
    }

    /** What waits for its time has it now; what is asked or waits for its turn is left alone. */
    private void hasten(Entry entry) {
        if (entry.timer != null) {
            cancel(entry);
            enqueue(entry);
        }
    }

    private void enqueue(Entry entry) {
        Object origin = entry.upstream.pool().origin();
        entry.seen = entry.upstream.state();
        waiting.computeIfAbsent(origin, _ -> new ArrayDeque<>()).add(entry);
        next(origin);
    }

    private void next(Object origin) {
        Queue<Entry> queue = waiting.getOrDefault(origin, new ArrayDeque<>());
        while (!queue.isEmpty() && running.getOrDefault(origin, 0) < AT_ONCE_PER_ORIGIN) {
            Entry entry = queue.remove();
            if (entries.get(entry.upstream) == entry) {
                probe(entry, origin);
            }
        }
        if (queue.isEmpty()) {
            waiting.remove(origin);
        }
    }

    private void probe(Entry entry, Object origin) {
        if (isAnswered(entry)) {
            // A request asked it meanwhile.
            answered(entry);
            return;
        }
        running.merge(origin, 1, Integer::sum);
        entry.upstream
                .ask(loop)
                .settle(
                        loop,
                        _ -> {
                            over(origin);
                            answered(entry);
                            next(origin);
                        },
                        _ -> {
                            over(origin);
                            failed(entry);
                            next(origin);
                        });
    }

    private static boolean isAnswered(Entry entry) {
        return entry.upstream.state() instanceof FactsState.Current now && !now.equals(entry.seen);
    }

    private void over(Object origin) {
        running.computeIfPresent(origin, (_, count) -> count > 1 ? count - 1 : null);
    }

    private void answered(Entry entry) {
        if (entry.upstream.state().failure().isPresent()) {
            // What is known is enough to call it, and was not said by itself just now.
            failed(entry);
            return;
        }
        boolean recovered = entry.failures > 0;
        entry.failures = 0;
        plan(entry, intervals.refresh(chance).toMillis());
        if (recovered) {
            hastenOthers(entry.upstream.pool().origin());
        }
    }

    private void failed(Entry entry) {
        entry.failures++;
        plan(entry, intervals.retry(entry.failures, chance).toMillis());
    }

    /** A server that answers again does so for all of its apps. */
    private void hastenOthers(Object origin) {
        entries.values().stream()
                .filter(other ->
                        other.failures > 0 && other.upstream.pool().origin().equals(origin))
                .toList()
                .forEach(this::hasten);
    }

    private void plan(Entry entry, long millis) {
        if (entries.get(entry.upstream) != entry) {
            return;
        }
        entry.upstream.known().nextProbe(clock.millis() + millis);
        entry.timer =
                loop.after(
                        Duration.ofMillis(millis),
                        () -> {
                            entry.timer = null;
                            enqueue(entry);
                        });
    }
}
