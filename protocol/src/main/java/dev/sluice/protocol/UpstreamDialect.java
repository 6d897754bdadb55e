package dev.sluice.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one kind of upstream spells a chat. Pure: it describes calls and reads bytes, nothing else.
 */
public interface UpstreamDialect {

    /** The free calls that tell what the upstream is, in this order. */
    List<Call> describe();

    /**
     * What the answers to {@link #describe} say.
     *
     * @throws ChatFailedException when they say that the upstream cannot be used
     */
    Facts facts(List<CallResponse> answers);

    /**
     * The call that starts the run.
     *
     * @throws ChatFailedException when this upstream cannot answer such a request
     */
    Call run(ChatRequest request, TargetModel target, String user);

    /** What its upstreams do not have, by feature; what is not named is served. */
    Map<Feature, Limitation> limitations();

    /** What the response to {@link #run} is; asked once for each run. */
    Answer answer(ResponseHead head, ChatRequest request, TargetModel target);

    /** The failure that a response stands for which is no answer, to whichever call. */
    ChatFailure refusal(CallResponse response);

    /** How the run is ended, with the ids that its events have named so far. */
    Cancellation cancel(RunIds ids, TargetModel target, String user);

    /** Only of an upstream that keeps conversations with which later requests can go on. */
    Optional<ConversationTraits> conversations(TargetModel target);

    /** Only of an upstream whose runs wait for workers. */
    Optional<WorkerQueue> queue(TargetModel target);

    /**
     * Whether a failure that is the very first event means that nothing has run but a call of the
     * model that failed, so that the request can be sent elsewhere without doing work twice.
     */
    boolean failsBeforeWork(TargetModel target);
}
