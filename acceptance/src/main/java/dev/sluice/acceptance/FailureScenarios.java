package dev.sluice.acceptance;

import static dev.sluice.acceptance.SimulatedApps.BROKEN_FIRST;
import static dev.sluice.acceptance.SimulatedApps.BROKEN_INSIDE;
import static dev.sluice.acceptance.SimulatedApps.CHAT;
import static dev.sluice.acceptance.SimulatedApps.CUT;
import static dev.sluice.acceptance.SimulatedApps.FAILURE;
import static dev.sluice.acceptance.SimulatedApps.LONG;

import dev.sluice.acceptance.Stage.Reply;
import dev.sluice.testkit.Run;
import java.util.List;

/** What goes wrong, and whether the person is told and nothing is paid for twice. */
final class FailureScenarios {
    static final List<Scenario> ALL =
            List.of(
                    new Scenario(
                            "broken-first",
                            "the run fails before the first word, streamed and in one piece",
                            FailureScenarios::brokenFirst),
                    new Scenario(
                            "broken-inside",
                            "the run fails inside the stream",
                            stage -> brokenInside(stage, question(BROKEN_INSIDE).streamed())),
                    new Scenario(
                            "broken-busy",
                            "the same while the client's program is busy for 0.4 s",
                            stage ->
                                    brokenInside(
                                            stage, question(BROKEN_INSIDE).streamed().pausing())),
                    new Scenario(
                            "cut",
                            "Dify's connection breaks inside the stream",
                            FailureScenarios::cut),
                    new Scenario("wrong-key", "a key that nobody made", FailureScenarios::wrongKey),
                    new Scenario(
                            "unknown-model",
                            "a model that nobody offers",
                            FailureScenarios::unknownModel),
                    new Scenario(
                            "leaves",
                            "the client leaves the stream after the first piece",
                            FailureScenarios::leaves));

    private FailureScenarios() {}

    private static Question question(String model) {
        return Question.of(model, "Go on");
    }

    static void mustBePossible(Reply reply) {
        String reason = reply.seen().impossible();
        if (!reason.isEmpty()) {
            throw new Scenario.ImpossibleException(reason);
        }
    }

    private static Outcome brokenFirst(Stage stage) {
        Reply streamed = stage.ask(question(BROKEN_FIRST).streamed());
        Reply whole = stage.ask(question(BROKEN_FIRST));
        return raised(stage, streamed, FAILURE).and(raised(stage, whole, FAILURE));
    }

    /** Raised with these words, after one run where the client lets itself be told so. */
    private static Outcome raised(Stage stage, Reply reply, String words) {
        mustBePossible(reply);
        Seen seen = reply.seen();
        String told = seen.error().brief() + " (" + reply.effort() + ")";
        if (!seen.failed()) {
            return Outcome.wrong("taken for a whole answer: '" + seen.text() + "'");
        }
        if (reply.runs().size() > 1) {
            return stage.client().has(Client.READS_SHOULD_RETRY)
                    ? Outcome.wrong("begun again: " + told)
                    : Outcome.limited("the client begins it again: " + told);
        }
        if (!seen.error().message().contains(words)) {
            return stage.client().has(Client.HIDES_STREAM_ERRORS)
                    ? Outcome.limited("the client hides the reason: " + told)
                    : Outcome.wrong("the reason is lost: " + told);
        }
        return Outcome.good(told);
    }

    private static Outcome brokenInside(Stage stage, Question question) {
        Reply reply = stage.ask(question);
        Outcome raised = raised(stage, reply, FAILURE);
        return stage.shows(reply.seen(), SimulatedApps.BEGINNING)
                ? raised
                : raised.and(Outcome.wrong("of the text there is '" + reply.seen().text() + "'"));
    }

    private static Outcome cut(Stage stage) {
        return raised(stage, stage.ask(question(CUT).streamed()), "");
    }

    private static Outcome wrongKey(Stage stage) {
        return refused(stage.ask(question(CHAT).withKey("sk-sluice-wrong")), "key");
    }

    private static Outcome unknownModel(Stage stage) {
        return refused(stage.ask(question("nobody")), "nobody");
    }

    private static Outcome refused(Reply reply, String words) {
        String told = reply.seen().error().brief();
        if (!reply.seen().failed()) {
            return Outcome.wrong("no error: '" + reply.seen().text() + "'");
        }
        return reply.seen().error().message().contains(words)
                ? Outcome.good(told)
                : Outcome.wrong("the reason is lost: " + told);
    }

    private static Outcome leaves(Stage stage) throws InterruptedException {
        Reply reply = stage.ask(question(LONG).streamed().leaving());
        mustBePossible(reply);
        if (reply.runs().isEmpty()) {
            return Outcome.wrong("there was no run: " + reply.seen().error().brief());
        }
        Run run = reply.runs().getFirst();
        if (stage.isStopped(run)) {
            return Outcome.good("the run was stopped");
        }
        Run.Outcome end = stage.end(run);
        return stage.client().has(Client.READS_TO_THE_END) && end == Run.Outcome.FINISHED
                ? Outcome.limited("the client does not close the stream; the run ends by itself")
                : Outcome.wrong("the run: " + end);
    }
}
