package dev.sluice.protocol;

import java.util.List;
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
     * The call that starts the run; its answer is a stream for {@link #events}.
     *
     * @throws ChatFailedException when this upstream cannot answer such a request
     */
    Call run(ChatRequest request, Facts facts, String user);

    /** A reader for the answer to one request. */
    EventReader events(ChatRequest request, Facts facts);

    /** An answer that is not a stream: what it means. */
    ChatFailure refusal(CallResponse answer);

    /** Whether the upstream keeps conversations with which later requests can go on. */
    boolean converses(Facts facts);

    /**
     * How many seconds a run may show nothing but pings before {@link #lookUp} asks whether the
     * conversation it was to go on with is still there; zero when pings alone say nothing of that.
     *
     * @param head how the answer with the pings began
     */
    int pingsOnlySeconds(ChatRequest request, Facts facts, ResponseHead head);

    /** The free call that shows whether the conversation a request names is there. */
    Optional<Call> lookUp(ChatRequest request, Facts facts, String user);

    /** Whether the answer to {@link #lookUp} says that the conversation is gone. */
    boolean saysGone(CallResponse answer);

    /**
     * Whether a run that has been accepted may wait for a free worker, without a byte for longer
     * than an upstream that hangs would be waited for.
     */
    boolean queues(Facts facts);

    /** That a run which was accepted has waited in vain for a worker. */
    ChatFailure stillQueued(long seconds);

    /**
     * Whether a failure that is the very first event means that nothing has run but a call of the
     * model that failed, so that the request can be sent elsewhere without doing work twice.
     */
    boolean failsBeforeWork(Facts facts);

    /** Whether the upstream keeps what it said until a stop only if it is read to its end. */
    boolean keepsWhatIsRead(Facts facts);

    /** That the conversation a request named is not there, however the upstream showed it. */
    ChatFailure conversationGone();

    /** The call that ends a run, where there is one. */
    Optional<Call> stop(RunIds run, Facts facts, String user);
}
