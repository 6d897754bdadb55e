package dev.sluice.chat;

import dev.sluice.http.CallFailures;
import dev.sluice.http.Exchange;
import dev.sluice.http.Pending;
import dev.sluice.http.Reach;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.Facts;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.Usage;
import dev.sluice.registry.Upstream;
import dev.sluice.routing.Router;
import dev.sluice.upstream.Attempt;
import dev.sluice.upstream.Opening;
import dev.sluice.upstream.Outcome;
import dev.sluice.upstream.Run;
import dev.sluice.upstream.RunStopper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The plot: asks one upstream after the other until one has answered. */
public final class Chat {
    private static final Duration FACTS_LIMIT = Duration.ofSeconds(25);

    private final RunStopper stopper;

    public Chat(RunStopper stopper) {
        this.stopper = stopper;
    }

    /**
     * Answers the client, or throws what it is to be told.
     *
     * @param router knows who could answer
     * @param user who is asking, in the name the upstream knows him by
     * @param writers a new writer for each attempt, since one that broke off has written
     */
    public void answer(
            Exchange exchange,
            Router router,
            ChatRequest request,
            String user,
            Supplier<EventWriter> writers) {
        exchange.note(exchange.notes().askingFor(request.model()));
        Attachments.requirePublic(exchange, request.app().files());
        List<Upstream> candidates = router.plan(request.model());
        for (int i = 0; i < candidates.size(); i++) {
            var trial = new Trial(exchange, candidates.get(i), i + 1);
            Optional<Failed> failed = attempt(trial, request, user, writers.get());
            if (failed.isEmpty()) {
                return;
            }
            trial.ended(failed.get().reach(), failed.get().why().code().id());
            boolean last = i + 1 == candidates.size();
            if (last || !mayFollow(failed.get(), trial.upstream())) {
                throw new ChatFailedException(failed.get().why());
            }
        }
    }

    private record Failed(Reach reach, ChatFailure why) {}

    /** One attempt; empty when the client has its answer. */
    private Optional<Failed> attempt(
            Trial trial, ChatRequest request, String user, EventWriter writer) {
        Exchange exchange = trial.exchange();
        Upstream upstream = trial.upstream();
        Facts facts;
        try {
            facts =
                    exchange.await(
                            upstream.facts(exchange.loop()), FACTS_LIMIT, () -> unknown(upstream));
        } catch (ChatFailedException unknown) {
            return Optional.of(new Failed(Reach.UNSENT, unknown.failure()));
        }
        var run = new Run(upstream, facts, request, user);
        try (var attempt = new Attempt(exchange, run, writer, stopper)) {
            return switch (attempt.open()) {
                case Opening.Refused(Reach reach, ChatFailure why) ->
                        Optional.of(new Failed(reach, why));
                case Opening.Opened _ -> {
                    trial.opened();
                    yield relayed(trial, attempt);
                }
            };
        }
    }

    private static Optional<Failed> relayed(Trial trial, Attempt attempt) {
        // Nothing has to be durable before the last bytes yet, so their gate stands open.
        Outcome outcome = attempt.stream(Pending.of(true));
        trial.reached(attempt.step());
        return switch (outcome) {
            case Outcome.Done(Usage usage) -> {
                trial.ended(Reach.ANSWERING, "OK");
                trial.exchange().note(trial.exchange().notes().using(usage));
                yield Optional.empty();
            }
            case Outcome.Broken(Reach reach, ChatFailure why) ->
                    Optional.of(new Failed(reach, why));
        };
    }

    /** Whether somebody else may be asked now, without the client noticing or work done twice. */
    private static boolean mayFollow(Failed failed, Upstream upstream) {
        if (isFinal(failed.why().code())) {
            return false;
        }
        return switch (failed.reach()) {
            case UNSENT, REJECTED -> true;
            case WRITTEN, STARTED -> upstream.settings().rerun();
            case ANSWERING -> false;
        };
    }

    /** Nobody else can do better with it, or nobody waits for it any more. */
    private static boolean isFinal(FailureCode code) {
        return code == FailureCode.GATE_DRAINING
                || code.kind() == FailureCode.Kind.INVALID
                || code.kind() == FailureCode.Kind.CONVERSATION
                || code.kind() == FailureCode.Kind.CLIENT_GONE;
    }

    private static ChatFailure unknown(Upstream upstream) {
        return CallFailures.of(
                FailureCode.UPSTREAM_FIRST_EVENT,
                upstream.name(),
                "it did not tell what it is within " + FACTS_LIMIT.toSeconds() + " s");
    }
}
