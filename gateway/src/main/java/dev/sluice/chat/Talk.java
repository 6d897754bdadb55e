package dev.sluice.chat;

import dev.sluice.conversation.AnswerStart;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.upstream.Attempt;

/** A chat at one upstream: what is told there, and what is remembered of it. */
interface Talk extends AutoCloseable {

    /** What is told. */
    ChatRequest request();

    /** As whom the upstream knows the speaker. */
    String user();

    /** The attempt that tells it. */
    void by(Attempt attempt);

    /**
     * The upstream has begun; false when it did so in another conversation than it was to go on
     * with.
     */
    boolean began(String conversation);

    /** Whether, after its conversation was lost, all of it can be told in a new one. */
    boolean beginAnew();

    /** The upstream has answered; that is durable when this returns. */
    void answered(AnswerStart start);

    /** The upstream was heard no further; it has been told all the same. */
    void brokenOff(AnswerStart start);

    @Override
    void close();
}
