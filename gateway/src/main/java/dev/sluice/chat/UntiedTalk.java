package dev.sluice.chat;

import dev.sluice.conversation.AnswerStart;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.upstream.Attempt;

/** One of which nothing is remembered here. */
record UntiedTalk(ChatRequest request, String user) implements Talk {

    @Override
    public void by(Attempt attempt) {
        // Others may go on with it at the same time.
    }

    @Override
    public boolean began(String conversation) {
        String wanted = request.conversation();
        return wanted.isEmpty() || conversation.isEmpty() || wanted.equals(conversation);
    }

    /** The client has named the conversation, and is told that it is lost. */
    @Override
    public boolean beginAnew() {
        return false;
    }

    @Override
    public void answered(AnswerStart start) {
        // The client keeps what it needs.
    }

    @Override
    public void brokenOff(AnswerStart start) {
        // The client keeps what it needs.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
