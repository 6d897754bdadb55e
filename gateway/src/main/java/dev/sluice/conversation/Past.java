package dev.sluice.conversation;

import java.util.Objects;

/**
 * What is remembered of a chat: enough to see whether a request goes on with it, and none of its
 * words. All but the number and the flag are digests.
 *
 * @param turns how many of the user's were answered
 * @param earlier of all turns but the last, together
 * @param answer of how the last answer begins
 * @param sendsHistory whether a request has shown that the client sends what was said before
 */
public record Past(
        int turns, String first, String earlier, String last, String answer, boolean sendsHistory) {
    public Past {
        Objects.requireNonNull(first);
        Objects.requireNonNull(earlier);
        Objects.requireNonNull(last);
        Objects.requireNonNull(answer);
    }

    /** Of a conversation that was told all that the request shows. */
    public static Past of(Turns asked, String answer) {
        return of(asked, answer, false);
    }

    /** Of the same chat in a conversation that was told all that the request shows. */
    public Past anew(Turns asked, String newAnswer) {
        return of(asked, newAnswer, sendsHistory);
    }

    private static Past of(Turns asked, String answer, boolean sentHistory) {
        return new Past(
                asked.users().size(),
                asked.first(),
                asked.chain(asked.users().size() - 1),
                asked.last(),
                answer,
                sentHistory || !asked.alone());
    }

    /**
     * Whether the request is the next turn. The newest turn is remembered as it was sent, and front
     * ends wrap that one in what they found for it, so it is not compared with what they send
     * later.
     */
    public boolean goesOnWith(Turns asked) {
        return asked.alone()
                ? !sendsHistory && !asked.last().equals(first)
                : asked.users().size() == turns + 1
                        && asked.chain(turns - 1).equals(earlier)
                        && asked.answer().equals(answer);
    }

    /** With the request's newest turn and its answer. */
    public Past after(Turns asked, String newAnswer) {
        return asked.alone()
                ? new Past(
                        turns + 1,
                        first,
                        Turns.chained(earlier, last),
                        asked.last(),
                        newAnswer,
                        sendsHistory)
                : of(asked, newAnswer);
    }
}
