package dev.sluice.registry;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.Facts;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.FailureMeaning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one upstream has said of itself so far. It outlives the upstream where a reload changes
 * settings that have nothing to do with it. Thread-safe.
 */
public final class UpstreamFacts {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamFacts.class);

    /** Renaming an app is rare; without a bound a script could fill the memory. */
    private static final int NAMES_KEPT = 16;

    private final String upstream;
    private final Runnable changed;
    private volatile FactsState state = new FactsState.Pending();
    private volatile List<String> names = List.of();
    private volatile long nextProbeMillis;

    /**
     * @param changed called after each change of what a catalog is made of
     */
    public UpstreamFacts(String upstream, Runnable changed) {
        this.upstream = upstream;
        this.changed = changed;
    }

    FactsState state() {
        return state;
    }

    /** The names of the app, the newest first. */
    List<String> names() {
        return names;
    }

    /** When it is asked next, as far as that is planned. */
    public long nextProbeMillis() {
        return nextProbeMillis;
    }

    void nextProbe(long atMillis) {
        nextProbeMillis = atMillis;
    }

    void learned(Facts facts) {
        FactsState before;
        synchronized (this) {
            before = state;
            state = before.learned(facts);
            names = withFirst(facts.name());
        }
        if (!before.equals(state)) {
            if (isNews(before, facts)) {
                LOG.atInfo()
                        .addKeyValue("upstream", upstream)
                        .addKeyValue("mode", facts.kind())
                        .addKeyValue("app", facts.name())
                        .log("upstream ok");
            }
            changed.run();
        }
    }

    /** What is enough to call it for want of an answer; what it said before counts more. */
    void guessed(Facts facts, ChatFailure why) {
        synchronized (this) {
            if (state.known().isEmpty()) {
                state = new FactsState.Outdated(facts, why);
                warn(why);
            }
        }
        failed(why);
        changed.run();
    }

    void failed(ChatFailure why) {
        FactsState before;
        synchronized (this) {
            before = state;
            if (isBusy(why) && before.known().isPresent()) {
                return;
            }
            state = before.failed(why);
        }
        if (!isSame(before, why.code())) {
            warn(why);
            changed.run();
        }
    }

    private void warn(ChatFailure why) {
        LOG.atWarn()
                .addKeyValue("upstream", upstream)
                .addKeyValue("code", why.code().id())
                .addKeyValue("cause", cause(why))
                .log("upstream cannot be read");
    }

    /** Nothing that an upstream said, but for names of modes, which are logged anyway. */
    private static String cause(ChatFailure why) {
        return why.code() == FailureCode.DIFY_APP_MODE
                ? why.cause()
                : FailureMeaning.of(why.code()).cause();
    }

    private static boolean isNews(FactsState before, Facts facts) {
        return before.failure().isPresent() || !before.known().equals(Optional.of(facts));
    }

    /** Work is no sign of illness: what is known goes on to count. */
    private static boolean isBusy(ChatFailure why) {
        return why.code().kind() == FailureCode.Kind.BUSY;
    }

    private static boolean isSame(FactsState before, FailureCode code) {
        return before.failure().map(ChatFailure::code).filter(code::equals).isPresent();
    }

    private List<String> withFirst(String name) {
        if (name.isEmpty() || (!names.isEmpty() && names.getFirst().equals(name))) {
            return names;
        }
        var all = new ArrayList<>(List.of(name));
        names.stream().filter(other -> !other.equals(name)).forEach(all::add);
        return List.copyOf(all.subList(0, Math.min(all.size(), NAMES_KEPT)));
    }
}
