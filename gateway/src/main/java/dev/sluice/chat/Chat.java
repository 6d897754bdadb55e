package dev.sluice.chat;

import dev.sluice.conversation.AnswerStart;
import dev.sluice.conversation.Conversations;
import dev.sluice.conversation.ImportedUsers;
import dev.sluice.http.Exchange;
import dev.sluice.http.HostLookups;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.Facts;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.RunIds;
import dev.sluice.protocol.TargetModel;
import dev.sluice.protocol.Usage;
import dev.sluice.records.Reach;
import dev.sluice.records.RecordedExchange;
import dev.sluice.registry.AnswerSettings;
import dev.sluice.registry.CallFailures;
import dev.sluice.registry.Upstream;
import dev.sluice.routing.Router;
import dev.sluice.upstream.Attempt;
import dev.sluice.upstream.Opening;
import dev.sluice.upstream.Outcome;
import dev.sluice.upstream.Run;
import dev.sluice.upstream.RunStopper;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The plot: asks one upstream after the other until one has answered. */
public final class Chat {
    private static final Duration FACTS_LIMIT = Duration.ofSeconds(25);

    private final RunStopper stopper;
    private final Conversing conversing;
    private final Attachments attachments;
    private final ConversationHeaders headers;

    public Chat(
            RunStopper stopper,
            Conversations conversations,
            ImportedUsers importedUsers,
            ConversationHeaders headers,
            HostLookups lookups,
            InstantSource clock) {
        this.stopper = stopper;
        this.headers = headers;
        this.attachments = new Attachments(lookups);
        this.conversing = new Conversing(conversations, importedUsers, clock);
    }

    /**
     * Answers the client, or throws what it is to be told.
     *
     * @param router knows who could answer
     * @param writers a new writer for each attempt, since one that broke off has written
     */
    public void answer(
            RecordedExchange recorded,
            Router router,
            Asked asked,
            Function<AnswerSettings, EventWriter> writers) {
        Exchange exchange = recorded.exchange();
        String model = asked.request().model();
        recorded.note(notes -> notes.askingFor(model));
        if (!asked.request().stream()) {
            ClientTimeout.announced(exchange).ifPresent(timeout -> timeout.set(exchange));
        }
        attachments.requirePublic(recorded, asked.options().urls());
        List<Upstream> candidates =
                UnservedFeatures.among(
                        router.plan(asked.model()), asked.request().original().uses(), recorded);
        for (Upstream candidate : candidates) {
            Optional<Failed> failed = ask(recorded, candidate, asked, writers);
            if (failed.isEmpty()) {
                return;
            }
            boolean last = candidate.equals(candidates.getLast());
            if (last || !mayFollow(failed.get(), candidate)) {
                throw new ChatFailedException(
                        failed.get().hasRun()
                                ? onceOnly(failed.get().why(), candidate)
                                : failed.get().why());
            }
            headers.clear(exchange);
            Conversing.tellNothing(recorded);
        }
    }

    private record Failed(Reach reach, ChatFailure why) {

        /** Whether work may have been done, and paid for. */
        boolean hasRun() {
            return switch (reach) {
                case UNSENT, REJECTED -> false;
                case WRITTEN, STARTED, ANSWERING -> true;
            };
        }
    }

    /** What clients that ask again by themselves should know of a run that had begun. */
    private static ChatFailure onceOnly(ChatFailure failure, Upstream upstream) {
        return upstream.settings().rerun() ? failure : failure.notRetryable();
    }

    /** Asks one upstream; empty when the client has its answer. */
    private Optional<Failed> ask(
            RecordedExchange recorded,
            Upstream upstream,
            Asked asked,
            Function<AnswerSettings, EventWriter> writers) {
        Exchange exchange = recorded.exchange();
        var trial = new Trial(recorded, upstream);
        TargetModel target;
        try {
            Facts facts =
                    exchange.await(
                            upstream.facts(exchange.loop()), FACTS_LIMIT, () -> unknown(upstream));
            target = new TargetModel("", facts);
        } catch (ChatFailedException unknown) {
            return failed(trial, Reach.UNSENT, unknown.failure());
        }
        AnswerSettings answers = upstream.config().chats().answers();
        try (Talk talk = conversing.begin(recorded, upstream, target, asked)) {
            Optional<Failed> failed = attempt(trial, target, talk, writers.apply(answers));
            if (failed.isPresent() && isLost(failed.get()) && talk.beginAnew()) {
                return attempt(new Trial(recorded, upstream), target, talk, writers.apply(answers));
            }
            return failed;
        }
    }

    private Optional<Failed> attempt(
            Trial trial, TargetModel target, Talk talk, EventWriter writer) {
        Upstream upstream = trial.upstream();
        var run = new Run(upstream, target, talk.request(), talk.user());
        var heard = new Heard(writer, talk.request().stream());
        Exchange exchange = trial.exchange();
        try (var attempt = exchange.compute(() -> new Attempt(exchange, run, heard, stopper))) {
            talk.by(attempt);
            return switch (attempt.open()) {
                case Opening.Refused(Reach reach, ChatFailure why) -> failed(trial, reach, why);
                case Opening.Opened(RunIds ids) -> {
                    trial.opened();
                    if (!talk.began(ids.conversation())) {
                        yield failed(trial, Reach.STARTED, gone(upstream, target));
                    }
                    headers.name(trial.exchange(), ids.conversation(), talk.request().stream());
                    yield relayed(trial, attempt, talk, heard.start());
                }
            };
        }
    }

    private static Optional<Failed> relayed(
            Trial trial, Attempt attempt, Talk talk, AnswerStart start) {
        Outcome outcome;
        try {
            outcome = attempt.stream();
        } catch (ChatFailedException interrupted) {
            talk.brokenOff(start);
            throw interrupted;
        }
        trial.reached(attempt.step());
        return switch (outcome) {
            case Outcome.Whole(Usage usage) -> {
                talk.answered(start);
                attempt.finish();
                trial.ended(Reach.ANSWERING, "OK");
                trial.recorded().note(notes -> notes.using(usage));
                yield Optional.empty();
            }
            case Outcome.Broken(Reach reach, ChatFailure why) -> {
                talk.brokenOff(start);
                // Another upstream may be asked, but a client that repeats it pays for it again.
                boolean repeats = why.retryAfterSeconds() > 0;
                yield failed(trial, reach, repeats ? why : onceOnly(why, trial.upstream()));
            }
        };
    }

    private static ChatFailure gone(Upstream upstream, TargetModel target) {
        return upstream.dialect().conversations(target).orElseThrow().gone();
    }

    private static Optional<Failed> failed(Trial trial, Reach reach, ChatFailure why) {
        trial.ended(reach, why.code().id());
        return Optional.of(new Failed(reach, why));
    }

    /** Whether the conversation that was to go on is not there any more. */
    private static boolean isLost(Failed failed) {
        return failed.why().code().kind() == FailureCode.Kind.CONVERSATION;
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
                || code == FailureCode.CLIENT_TIMEOUT
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
