package dev.sluice.chat;

import dev.sluice.conversation.AnswerStart;
import dev.sluice.conversation.Conversations;
import dev.sluice.conversation.Flights.Flight;
import dev.sluice.conversation.Mapping;
import dev.sluice.http.Pending;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.FailureCode;
import dev.sluice.records.RecordedExchange;
import dev.sluice.upstream.Attempt;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * One that is tied to a conversation, and the only one in its chat as long as it lasts. Used by the
 * plot's thread.
 */
final class TiedTalk implements Talk {
    /** Neither the database nor the disk takes anything: a restart would forget this turn. */
    private static final String UNSAVED = "CONVERSATION-UNSAVED";

    private final RecordedExchange recorded;
    private final Conversations conversations;
    private final InstantSource clock;
    private final Tie tie;
    private final Flight flight;
    private final @Nullable Mapping before;
    private final Telling fresh;

    /** Whether the client knows that this turn may be forgotten. */
    private final boolean announced;

    private Telling telling;
    private String conversation = "";
    private Pending<Boolean> over = Pending.of(true);

    /** What every such talk needs. */
    record Surroundings(
            RecordedExchange recorded, Conversations conversations, InstantSource clock) {}

    /**
     * How it is sent.
     *
     * @param before the conversation that it goes on in, if one is remembered
     * @param first what is tried
     * @param fresh how all of it is sent in a new conversation
     */
    record Plan(@Nullable Mapping before, Telling first, Telling fresh) {}

    TiedTalk(Surroundings around, Tie tie, Flight flight, Plan plan) {
        this.recorded = around.recorded();
        this.conversations = around.conversations();
        this.clock = around.clock();
        this.tie = tie;
        this.flight = flight;
        this.before = plan.before();
        this.fresh = plan.fresh();
        this.telling = plan.first();
        this.announced = !conversations.canSave();
        tell();
    }

    @Override
    public ChatRequest request() {
        return telling.request();
    }

    @Override
    public String user() {
        return telling.user();
    }

    @Override
    public void by(Attempt attempt) {
        over = attempt.over();
    }

    @Override
    public boolean began(String begun) {
        String wanted = telling.conversation();
        // A run that could not begin, and only fails now, tells of none.
        boolean lost = !wanted.isEmpty() && !begun.isEmpty() && !wanted.equals(begun);
        boolean toldAll = fresh.request().messages().size() == 1 && user().equals(fresh.user());
        if (lost && !toldAll) {
            return false;
        }
        if (lost) {
            change(telling.as(fresh.way()));
        }
        conversation = begun;
        return true;
    }

    @Override
    public boolean beginAnew() {
        if (telling.conversation().isEmpty()) {
            return false;
        }
        change(fresh);
        return true;
    }

    private void tell() {
        Conversing.tell(recorded, telling.way());
        if (announced) {
            recorded.warn(UNSAVED);
        }
    }

    private void change(Telling other) {
        telling = other;
        tell();
        // What was tried for somebody and was not his is no loss, and nothing to tell him.
        if (other.way() == Telling.Way.RESEEDED) {
            recorded.exchange().with(Conversing.RESET, "true");
        }
    }

    @Override
    public void answered(AnswerStart start) {
        try {
            remember(start, true);
        } catch (IOException _) {
            if (announced || isContinued()) {
                // It goes on from memory, and what was stored of it before fits all the same.
                return;
            }
            throw new ChatFailedException(
                    ChatFailure.of(
                                    FailureCode.STATE_AWAY,
                                    ChatFailure.SLUICE,
                                    "The answer is complete, but neither the database nor the state"
                                            + " folder could take down to which conversation it"
                                            + " belongs.",
                                    "Bring the database back, or free the disk of the state folder.")
                            .notRetryable());
        }
    }

    /** Whether the conversation is stored already, as an earlier turn left it. */
    private boolean isContinued() {
        return before != null && before.conversation().equals(conversation);
    }

    @Override
    public void brokenOff(AnswerStart start) {
        try {
            remember(start, false);
        } catch (IOException _) {
            // Nobody was told that it is remembered, and the history will show what was heard.
        }
    }

    private void remember(AnswerStart start, boolean complete) throws IOException {
        if (conversation.isEmpty() || !Mapping.canKeep(conversation)) {
            return;
        }
        var sent = new Tie.Sent(telling, conversation, start, complete);
        conversations.remember(tie.after(before, sent, clock.millis()));
        if (tie.known().unclaimed().equals(conversation)) {
            conversations.claimed(tie.key().chat());
        }
    }

    /** The next may come when the run is over, which may be long after its client has left. */
    @Override
    public void close() {
        flight.endWith(recorded.exchange().loop(), over);
    }
}
