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
     * How many seconds a run may show nothing but pings before the conversation it was to go on
     * with counts as gone; zero when pings alone say nothing of that.
     */
    int pingsOnlySeconds(ChatRequest request, Facts facts);

    /** That the conversation a request named is not there, however the upstream showed it. */
    ChatFailure conversationGone();

    /** The call that ends a run, where there is one. */
    Optional<Call> stop(RunIds run, Facts facts, String user);
}
