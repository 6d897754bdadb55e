package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;

/**
 * A chat whose client sends no history, and holds the gateway to what it acknowledged: after every
 * turn that was answered to its last byte the next must go on in the same conversation, whatever
 * happened in between. Thread-safe, one turn at a time.
 */
public final class LastingChat {
    private final Question blank;
    private String conversation = "";
    private int acknowledged;
    private int brokenOff;

    /**
     * @param name needs no escapes, and no other chat has it
     */
    public LastingChat(String model, String name) {
        this.blank = Question.to(model).header("X-Session-Id", name).streamed();
    }

    /** The next turn, or once more the one that broke off; whether it was acknowledged. */
    public synchronized boolean goOn(RawClient connection) {
        Answer answer;
        try {
            answer = connection.ask(blank.saying("Turn " + (acknowledged + 1))).answer();
        } catch (UncheckedIOException _) {
            brokenOff++;
            return false;
        }
        if (!answer.events().isDone()) {
            assertThat(answer.end()).as(answer.body()).isNotEqualTo(Answer.End.WHOLE);
            brokenOff++;
            return false;
        }
        String id = answer.header("x-dify-conversation-id");
        assertThat(id).isNotEmpty();
        if (acknowledged > 0) {
            assertThat(answer.header("x-sluice-conversation")).isEqualTo("continued");
            assertThat(id).isEqualTo(conversation);
        }
        conversation = id;
        acknowledged++;
        return true;
    }

    /** In which it goes on, empty before the first turn was acknowledged. */
    public synchronized String conversation() {
        return conversation;
    }

    /** Turns whose answer was seen to its end. */
    public synchronized int acknowledged() {
        return acknowledged;
    }

    /** Tries of which nobody knows whether they are remembered. */
    public synchronized int brokenOff() {
        return brokenOff;
    }
}
