package dev.sluice.upstream;

import dev.sluice.http.Loop;
import dev.sluice.protocol.Answer;
import dev.sluice.protocol.Call;
import dev.sluice.protocol.Cancellation;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.ConversationTraits;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.ResponseHead;
import dev.sluice.protocol.RunIds;
import dev.sluice.protocol.StopSequenceReader;
import dev.sluice.protocol.TargetModel;
import dev.sluice.protocol.WorkerQueue;
import dev.sluice.records.Reach;
import dev.sluice.registry.AnswerSettings.Replaced;
import dev.sluice.registry.Upstream;
import dev.sluice.registry.WholeAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One run of a chat at one upstream: everything an attempt at it needs to know. */
public record Run(Upstream upstream, TargetModel target, ChatRequest request, String user) {
    private static final Duration LOOK_UP = Duration.ofSeconds(10);

    /** The call that starts it. */
    Call call() {
        return upstream.dialect().run(request, target, user);
    }

    /** What the response to the call is, with what the configuration and the client ask of it. */
    Answer answer(ResponseHead head) {
        return switch (upstream.dialect().answer(head, request, target)) {
            case Answer.Stream(EventReader reader) -> new Answer.Stream(filtered(reader));
            case Answer.Whole(EventReader reader) -> new Answer.Whole(filtered(reader));
            case Answer.Refusal refusal -> refusal;
        };
    }

    private EventReader filtered(EventReader dialects) {
        boolean fails = upstream.config().chats().answers().replaced() == Replaced.FAIL;
        EventReader reader =
                fails && request.stream()
                        ? new WithdrawalReader(dialects, upstream.name())
                        : dialects;
        List<String> stop = request.output().stop();
        return stop.isEmpty() ? reader : new StopSequenceReader(reader, stop);
    }

    Cancellation cancel(RunIds ids) {
        return upstream.dialect().cancel(ids, target, user);
    }

    /** How long it may show nothing but pings; zero for as long as the deadlines allow. */
    Duration pingsOnly(ResponseHead head) {
        return conversations()
                .map(conversations -> conversations.pingsOnlySeconds(request, head))
                .map(Duration::ofSeconds)
                .orElse(Duration.ZERO);
    }

    private Optional<ConversationTraits> conversations() {
        return upstream.dialect().conversations(target);
    }

    /** Where it may have to wait for a worker. */
    Optional<WorkerQueue> queue() {
        return upstream.dialect().queue(target);
    }

    /** Asks the upstream, and runs the action on the loop if the conversation is not there. */
    void ifConversationGone(Loop loop, Consumer<ChatFailure> action) {
        conversations()
                .ifPresent(conversations ->
                        conversations
                                .lookUp(request, user)
                                .ifPresent(call -> lookUp(loop, conversations, call, action)));
    }

    private void lookUp(
            Loop loop, ConversationTraits conversations, Call call, Consumer<ChatFailure> action) {
        WholeAnswer.of(loop, upstream.pool(), upstream.name(), call, LOOK_UP)
                .settle(
                        loop,
                        answer -> {
                            if (conversations.saysGone(answer)) {
                                action.accept(conversations.gone());
                            }
                        },
                        // An upstream that is too busy to say so has not said that it is gone.
                        _ -> {});
    }

    /**
     * How much of a stream that fails has run: nothing, when its first event may be the failure.
     */
    Reach reachOfFirstFailure() {
        return upstream.dialect().failsBeforeWork(target) ? Reach.REJECTED : Reach.STARTED;
    }

    /** How long it is read when nobody waits for it, only to learn the id to stop it by. */
    Duration readForId(int limitSeconds) {
        Duration queued = upstream.settings().deadlines().queue();
        return queue().isPresent() && !queued.isZero() ? queued : Duration.ofSeconds(limitSeconds);
    }
}
