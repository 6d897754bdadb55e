package dev.sluice.registry;

import dev.sluice.http.Loop;
import dev.sluice.http.Pending;
import dev.sluice.http.UpstreamPool;
import dev.sluice.protocol.Facts;
import dev.sluice.protocol.UpstreamDialect;
import java.time.Duration;
import java.util.Optional;

/** One upstream with its connections and what is known of it. Thread-safe. */
public final class Upstream implements AutoCloseable {
    private final UpstreamConfig config;
    private final UpstreamDialect dialect;
    private final UpstreamPool pool;
    private final UpstreamFacts known;
    private final FactsProbe probe;

    /**
     * @param known where it is kept what the upstream says of itself
     * @param limit how long it may take to say so
     */
    public Upstream(
            UpstreamConfig config,
            UpstreamDialect dialect,
            UpstreamPool pool,
            UpstreamFacts known,
            Duration limit) {
        this.config = config;
        this.dialect = dialect;
        this.pool = pool;
        this.known = known;
        this.probe = new FactsProbe(config.name(), dialect, pool, limit, known);
    }

    /** What it was made from. */
    public UpstreamConfig config() {
        return config;
    }

    public String name() {
        return config.name();
    }

    public UpstreamDialect dialect() {
        return dialect;
    }

    public UpstreamPool pool() {
        return pool;
    }

    public CallSettings settings() {
        return config.settings();
    }

    /** What is kept of it, also for an upstream that takes its place. */
    public UpstreamFacts known() {
        return known;
    }

    public FactsState state() {
        return known.state();
    }

    public Optional<Facts> knownFacts() {
        return state().known();
    }

    /** What it says of itself: at once when that is known, and asked for otherwise. */
    public Pending<Facts> facts(Loop loop) {
        return knownFacts().map(Pending::of).orElseGet(() -> probe.ask(loop).shared());
    }

    /** Asks it, whatever is known. */
    Pending<Facts> ask(Loop loop) {
        return probe.ask(loop).shared();
    }

    /** Whether clients are to name it by the app's name, and that is not known yet. */
    boolean lacksName() {
        return config.model().isEmpty()
                && known.names().isEmpty()
                && !(state() instanceof FactsState.Current);
    }

    @Override
    public void close() {
        pool.close();
    }
}
