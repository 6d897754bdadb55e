package dev.sluice.acceptance;

import static dev.sluice.acceptance.SimulatedApps.ANSWER;
import static dev.sluice.acceptance.SimulatedApps.CHAT;
import static dev.sluice.acceptance.SimulatedApps.SLOW;

import dev.sluice.acceptance.Stage.Reply;
import java.util.List;

/** Whole answers, quick and slow, and requests with more than text. */
final class AnswerScenarios {
    static final List<Scenario> ALL =
            List.of(
                    new Scenario(
                            "streamed",
                            "an answer with letters of several scripts, streamed",
                            stage -> whole(stage, Question.of(CHAT, "Hello").streamed())),
                    new Scenario(
                            "one-piece",
                            "the same in one piece",
                            stage -> whole(stage, Question.of(CHAT, "Hello"))),
                    new Scenario(
                            "slow",
                            "streamed, the first word after 12 s, the client's timeout at 10 s",
                            stage ->
                                    whole(
                                            stage,
                                            Question.of(SLOW, "Take your time")
                                                    .streamed()
                                                    .waiting(10))),
                    new Scenario(
                            "slow-one-piece",
                            "in one piece after 12 s, the client's timeout at 6 s",
                            AnswerScenarios::slowInOnePiece),
                    new Scenario(
                            "tools",
                            "with a tool, which the app cannot call",
                            stage -> whole(stage, Question.of(CHAT, "Weather?").withTools())),
                    new Scenario(
                            "picture",
                            "with a picture, which the app does not take, then without",
                            AnswerScenarios::picture));

    private AnswerScenarios() {}

    private static Outcome whole(Stage stage, Question question) {
        Reply reply = stage.ask(question);
        FailureScenarios.mustBePossible(reply);
        Seen seen = reply.seen();
        if (seen.failed()) {
            return Outcome.wrong(seen.error().brief() + " (" + reply.effort() + ")");
        }
        if (!stage.shows(seen, ANSWER)) {
            return Outcome.wrong("shows '" + seen.text() + "' in place of '" + ANSWER + "'");
        }
        if (reply.runs().size() != 1) {
            return Outcome.wrong("the answer is whole after " + reply.effort());
        }
        return seen.tokens() == SimulatedApps.TOKENS
                ? Outcome.good("whole, %d tokens".formatted(seen.tokens()))
                : Outcome.limited("whole; the client shows no usage");
    }

    /** Nobody can wait for it; what counts is how often it is paid for, and what is told. */
    private static Outcome slowInOnePiece(Stage stage) throws InterruptedException {
        Reply reply = stage.ask(Question.of(SLOW, "Take your time").waiting(6));
        Seen seen = reply.seen();
        if (!seen.failed()) {
            return stage.shows(seen, ANSWER)
                    ? Outcome.limited("the client waits longer than it was set to")
                    : Outcome.wrong("shows '" + seen.text() + "'");
        }
        String told = seen.error().brief() + " (" + reply.effort() + ")";
        for (var run : reply.runs()) {
            told += ", " + stage.end(run);
        }
        if (!stage.client().has(Client.STATES_TIMEOUT)) {
            return Outcome.limited("the client does not say how long it waits: " + told);
        }
        boolean explained = seen.error().message().contains("stream");
        boolean repeats = !stage.client().has(Client.READS_SHOULD_RETRY);
        return explained && (repeats || reply.runs().size() == 1)
                ? Outcome.good(told)
                : Outcome.wrong(told);
    }

    private static Outcome picture(Stage stage) {
        String history = stage.named("picture");
        Reply refused =
                stage.ask(Question.of(CHAT, "What is this?").inHistory(history).withPicture());
        FailureScenarios.mustBePossible(refused);
        if (!refused.seen().failed()) {
            return Outcome.wrong("the picture was taken without a word");
        }
        Outcome next = whole(stage, Question.of(CHAT, "Never mind").inHistory(history));
        return Outcome.good(refused.seen().error().brief()).and(next);
    }
}
