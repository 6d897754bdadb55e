package dev.sluice.protocol;

import java.util.Optional;

/** How an upstream that keeps conversations shows that one is gone. */
public interface ConversationTraits {

    /**
     * How many seconds a run may show nothing but pings before {@link #lookUp} asks whether the
     * conversation it was to go on with is still there; zero when pings alone say nothing of that.
     *
     * @param head how the answer with the pings began
     */
    int pingsOnlySeconds(ChatRequest request, ResponseHead head);

    /** The free call that shows whether the conversation a request names is there. */
    Optional<Call> lookUp(ChatRequest request, String user);

    /** Whether the answer to {@link #lookUp} says that the conversation is gone. */
    boolean saysGone(CallResponse answer);

    /** That the conversation a request named is not there, however the upstream showed it. */
    ChatFailure gone();
}
