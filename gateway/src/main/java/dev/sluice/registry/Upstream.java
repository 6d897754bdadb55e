package dev.sluice.registry;

import dev.sluice.http.Loop;
import dev.sluice.http.Pending;
import dev.sluice.http.UpstreamPool;
import dev.sluice.http.WholeAnswer;
import dev.sluice.protocol.Call;
import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.Facts;
import dev.sluice.protocol.UpstreamDialect;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One upstream with its connections and what is known of it. Thread-safe. */
public final class Upstream implements AutoCloseable {
    private static final Duration FACTS_LIMIT = Duration.ofSeconds(10);
    private static final Duration FACTS_AGE = Duration.ofMinutes(5);

    private final UpstreamConfig config;
    private final UpstreamDialect dialect;
    private final UpstreamPool pool;
    private final InstantSource clock;
    private volatile @Nullable Known known;
    private @Nullable Pending<Facts> asking;

    private record Known(Facts facts, long atMillis) {}

    public Upstream(
            UpstreamConfig config,
            UpstreamDialect dialect,
            UpstreamPool pool,
            InstantSource clock) {
        this.config = config;
        this.dialect = dialect;
        this.pool = pool;
        this.clock = clock;
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

    /** What clients call it: the configured name, else the app's own, else the upstream's. */
    public String model() {
        if (!config.model().isEmpty()) {
            return config.model();
        }
        return knownFacts().map(Facts::name).filter(name -> !name.isEmpty()).orElse(config.name());
    }

    public Optional<Facts> knownFacts() {
        Known now = known;
        return now == null ? Optional.empty() : Optional.of(now.facts());
    }

    /** What it tells of itself: at once when that is known, and asked for anew when it is old. */
    public Pending<Facts> facts(Loop loop) {
        Known now = known;
        if (now == null) {
            return ask(loop).shared();
        }
        if (clock.millis() - now.atMillis() > FACTS_AGE.toMillis()) {
            var _ = ask(loop);
        }
        return Pending.of(now.facts());
    }

    private synchronized Pending<Facts> ask(Loop loop) {
        if (asking != null) {
            return asking;
        }
        var answer = new Pending<Facts>();
        asking = answer;
        loop.run(() -> next(loop, dialect.describe(), new ArrayList<>(), answer));
        return answer;
    }

    /** One free call after the other, then what they say together. */
    private void next(
            Loop loop, List<Call> calls, List<CallResponse> answers, Pending<Facts> result) {
        if (answers.size() == calls.size()) {
            learn(answers, result);
            return;
        }
        Call call = calls.get(answers.size());
        WholeAnswer.of(loop, pool, config.name(), call, FACTS_LIMIT)
                .settle(
                        loop,
                        answered -> {
                            answers.add(answered);
                            next(loop, calls, answers, result);
                        },
                        failure -> {
                            settled();
                            result.fail(failure);
                        });
    }

    private void learn(List<CallResponse> answers, Pending<Facts> result) {
        settled();
        try {
            var facts = dialect.facts(answers);
            known = new Known(facts, clock.millis());
            result.complete(facts);
        } catch (ChatFailedException unusable) {
            result.fail(unusable.failure());
        }
    }

    private synchronized void settled() {
        asking = null;
    }

    @Override
    public void close() {
        pool.close();
    }
}
