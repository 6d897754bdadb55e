package dev.sluice.conversation;

import dev.sluice.conversation.Turns.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What is remembered of a conversation: enough to see whether a request goes on with it, and none
 * of its words. All but the number are digests.
 *
 * @param turns how many of the user's messages the upstream was sent
 * @param earlier of all of them but the last, together
 * @param recent the last turns, as {@link RecentTurns} writes them; empty in rows from before
 * @param endings of the newest question, as {@link QuestionEndings} writes them
 * @param instructions that the upstream was sent last; empty in rows from before
 * @param messageId what the front end calls the last answer, empty when it does not say
 */
public record Past(
        int turns,
        String earlier,
        String last,
        AnswerDigest answer,
        String recent,
        String endings,
        String instructions,
        String messageId) {
    /** So many turns must be equal where no chat is named. */
    private static final int LEAST_WINDOW = 2;

    public Past {
        Objects.requireNonNull(earlier);
        Objects.requireNonNull(last);
        Objects.requireNonNull(answer);
        Objects.requireNonNull(recent);
        Objects.requireNonNull(endings);
        Objects.requireNonNull(instructions);
        Objects.requireNonNull(messageId);
    }

    /** Of a conversation that was sent all that the request shows. */
    public static Past of(Turns shown, AnswerDigest answer, String messageId) {
        int count = shown.count();
        return new Past(
                count,
                shown.chain(count - 1),
                count == 0 ? "" : shown.user(count - 1),
                answer,
                RecentTurns.of(answered(shown.turns(), answer)),
                shown.endings(),
                shown.instructions(),
                messageId);
    }

    /** With the newest turn of the request, and its answer. */
    public Past next(Turns shown, AnswerDigest newAnswer, String newMessageId) {
        boolean showsAll = turns > 0 && shown.count() > turns && chainFits(shown);
        Past next =
                showsAll
                        ? of(shown, newAnswer, newMessageId)
                        : after(shown, newAnswer, newMessageId);
        return next.instructed(hasOtherInstructions(shown) ? shown.instructions() : instructions);
    }

    private boolean chainFits(Turns shown) {
        return shown.chain(turns - 1).equals(earlier);
    }

    /** With the newest messages of a request that shows only an end of it, or nothing. */
    private Past after(Turns shown, AnswerDigest newAnswer, String newMessageId) {
        List<Turn> newest = shown.turns().subList(shown.answered(), shown.count());
        String chain = turns == 0 ? earlier : Turns.chained(earlier, last);
        for (Turn turn : newest.subList(0, Math.max(0, newest.size() - 1))) {
            chain = Turns.chained(chain, turn.user());
        }
        return new Past(
                turns + newest.size(),
                newest.isEmpty() ? earlier : chain,
                newest.isEmpty() ? last : newest.getLast().user(),
                newAnswer,
                RecentTurns.add(recent, answered(newest, newAnswer)),
                newest.isEmpty() ? endings : shown.endings(),
                instructions,
                newMessageId);
    }

    private Past instructed(String others) {
        return new Past(turns, earlier, last, answer, recent, endings, others, messageId);
    }

    /** A request without any changes none: clients leave them out of later turns. */
    public boolean hasOtherInstructions(Turns shown) {
        return !instructions.isEmpty()
                && !shown.instructions().equals(Turns.NO_INSTRUCTIONS)
                && !shown.instructions().equals(instructions);
    }

    private static List<Turn> answered(List<Turn> turns, AnswerDigest answer) {
        if (turns.isEmpty()) {
            return turns;
        }
        var all = new ArrayList<>(turns);
        all.set(all.size() - 1, new Turn(turns.getLast().user(), answer.start()));
        return all;
    }

    /**
     * How the request's history repeats it.
     *
     * @param only whether the chat has no other conversation
     */
    Fit fit(Turns shown, ChatKey key, boolean only) {
        if (shown.count() == shown.answered()) {
            return Fit.NONE;
        }
        if (turns > 0 && shown.answered() == turns && chainFits(shown)) {
            return lastTurnFit(shown, key, only);
        }
        if (key.namesChat() && leavesAnswerOut(shown)) {
            return Fit.START;
        }
        return isWindow(shown, key) ? Fit.TRIMMED : Fit.NONE;
    }

    /**
     * A greeting answers many a question, so the question must be equal too, or be the end of what
     * was sent, where front ends had put what they found before it. A question that they wrapped
     * otherwise is recognized where nothing else can be meant. Where neither chat nor person is
     * named, another person may have asked it, under other instructions.
     */
    private Fit lastTurnFit(Turns shown, ChatKey key, boolean only) {
        Fit fit = answerFit(shown.answer(), key.namesChat());
        boolean equal = shown.user(turns - 1).equals(last);
        if (!key.namesSomebody()) {
            boolean same = equal && instructions.equals(shown.instructions());
            return same && fit == Fit.WHOLE ? Fit.EXACT : Fit.NONE;
        }
        if (equal) {
            return fit == Fit.WHOLE ? Fit.EXACT : fit;
        }
        boolean known = isEnding(shown) || (key.namesChat() && only);
        return known ? fit : Fit.NONE;
    }

    private boolean isEnding(Turns shown) {
        return QuestionEndings.contain(endings, shown.user(turns - 1));
    }

    private Fit answerFit(AnswerDigest shown, boolean startIsEnough) {
        if (!answer.whole().isEmpty() && shown.whole().equals(answer.whole())) {
            return Fit.WHOLE;
        }
        return startIsEnough && shown.start().equals(answer.start()) ? Fit.START : Fit.NONE;
    }

    /** An answer that broke off is kept by the upstream and dropped by front ends. */
    public boolean leavesAnswerOut(Turns shown) {
        return turns > 0
                && answer.whole().isEmpty()
                && shown.answered() < turns
                && shown.count() > turns
                && chainFits(shown)
                && (shown.user(turns - 1).equals(last) || isEnding(shown));
    }

    private boolean isWindow(Turns shown, ChatKey key) {
        int least = key.namesChat() ? 1 : LEAST_WINDOW;
        return key.namesSomebody()
                && shown.answered() >= least
                && shown.answered() < turns
                && answerFit(shown.answer(), key.namesChat()) != Fit.NONE
                && RecentTurns.endWith(recent, shown.turns().subList(0, shown.answered()));
    }
}
