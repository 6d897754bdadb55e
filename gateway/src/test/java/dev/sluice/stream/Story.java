package dev.sluice.stream;

import dev.sluice.testing.Answer;
import dev.sluice.testkit.Mode;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.util.ArrayList;
import java.util.List;

/** What runs of a kind play; ages that do not know an event yet play it too. */
enum Story {
    /** All that the mode knows, up to a regular end. */
    EVERY_EVENT(Answer.End.WHOLE) {
        @Override
        List<Step> steps(Mode mode) {
            return switch (mode) {
                case CHAT, COMPLETION -> said();
                case AGENT_CHAT, AGENT -> rounds(mode);
                case ADVANCED_CHAT, WORKFLOW -> canvas(mode);
            };
        }
    },

    /** Moderation takes back what was sent. */
    REPLACED(Answer.End.WHOLE) {
        @Override
        List<Step> steps(Mode mode) {
            return then(
                    begun(mode),
                    new Step.Text("Something"),
                    new Step.Text(" improper"),
                    new Step.Replace("The rules say no."),
                    new Step.End());
        }
    },

    /** The model fails in the middle. */
    FAILED(Answer.End.CLOSED) {
        @Override
        List<Step> steps(Mode mode) {
            var half = then(begun(mode), new Step.Text("Half of an"));
            return isCanvas(mode)
                    ? then(
                            half,
                            new Step.NodeFinished(Step.Node.LLM, "", FAILURE),
                            new Step.End("failed", FAILURE))
                    : then(half, new Step.Failed(400, "completion_request_error", FAILURE));
        }
    },

    /** The run waits for somebody. */
    PAUSED(Answer.End.WHOLE) {
        @Override
        boolean isToldBy(Mode mode) {
            return isCanvas(mode);
        }

        @Override
        List<Step> steps(Mode mode) {
            return then(begun(mode), new Step.Text("One moment."), new Step.Paused("May I?"));
        }
    };

    /** Of the prompt that simulated nodes tell; agents log it here. */
    static final String PROMPT = "Internal rule 7";

    private static final String FAILURE = "The model is \"overloaded\".";
    private static final String ANSWER = "Look, \"wörld\":\n网关 🚀.";
    private static final String PICTURE = "https://files.example/a.png";

    private final Answer.End endOfStream;

    Story(Answer.End endOfStream) {
        this.endOfStream = endOfStream;
    }

    abstract List<Step> steps(Mode mode);

    boolean isToldBy(Mode mode) {
        return true;
    }

    Answer.End endOfStream() {
        return endOfStream;
    }

    SimulatedApp played(SimulatedApp app) {
        return app.script(steps(app.mode()))
                .price("0.00123")
                .citing(
                        """
                        [{"position":1,"document_name":"Häuser.md","score":0.98,"content":"Red."}]\
                        """);
    }

    private static List<Step> said() {
        return List.of(
                new Step.Ping(),
                new Step.Comment("still here"),
                new Step.Text("<thi"),
                new Step.Text("nk>Let me think.</think>Look,"),
                new Step.Text(" \"wörld\":"),
                new Step.MessageFile(PICTURE),
                new Step.Text("\n网关 🚀."),
                new Step.Speech("UklGRg=="),
                new Step.Speech(""),
                new Step.End());
    }

    private static List<Step> rounds(Mode mode) {
        var calling = new Step.Thought(1).calling("draw", "{\"draw\": {\"what\": \"a house\"}}");
        var steps =
                then(
                        List.of(),
                        new Step.Ping(),
                        new Step.Thought(1),
                        calling,
                        new Step.MessageFile(PICTURE),
                        calling.observing("{\"draw\": \"done\"}", PICTURE),
                        new Step.Thought(2),
                        new Step.Text("Look,"),
                        new Step.Text(" \"wörld\":"),
                        new Step.Text("\n网关 🚀."),
                        new Step.Thought(2).thinking(ANSWER));
        if (mode == Mode.AGENT) {
            steps.add(new Step.Message(ANSWER));
        }
        return then(steps, new Step.Speech("UklGRg=="), new Step.Speech(""), new Step.End());
    }

    private static List<Step> canvas(Mode mode) {
        var steps = then(List.of(new Step.Ping(), new Step.Started()), new Step.Branch("b", false));
        steps.addAll(around(Step.Node.ITERATION));
        steps.addAll(around(Step.Node.LOOP));
        steps.addAll(
                List.of(
                        new Step.Branch("b", true),
                        new Step.AgentLog(Step.Node.LLM, "ROUND 1", "", "start", "{}"),
                        new Step.AgentLog(
                                Step.Node.LLM,
                                "CALL",
                                "ROUND 1",
                                "success",
                                "{\"p\":\"" + PROMPT + "\"}"),
                        new Step.FormFilled("approve"),
                        new Step.FormTimedOut(),
                        new Step.NodeStarted(Step.Node.LLM),
                        new Step.Reasoning("Let me", false),
                        new Step.Reasoning(" think.", true),
                        new Step.Text("Look,"),
                        new Step.Text(" \"wörld\":"),
                        new Step.Text("\n网关 🚀."),
                        new Step.NodeFinished(Step.Node.LLM, ANSWER)));
        if (mode == Mode.ADVANCED_CHAT) {
            steps.add(new Step.MessageFile(PICTURE));
        }
        return then(
                steps,
                new Step.Speech("UklGRg=="),
                new Step.Speech(""),
                new Step.End("partial-succeeded", ""));
    }

    /** A round of the container, with a node inside that fails and is put up with. */
    private static List<Step> around(Step.Node container) {
        var inside = new Step.Node("in-" + container.type(), "code", "Sum").inside(container);
        return List.of(
                new Step.Round(container, Step.Phase.STARTED, 1),
                new Step.Round(container, Step.Phase.NEXT, 1),
                new Step.NodeStarted(inside),
                new Step.NodeRetry(inside, 1, "timed out"),
                new Step.NodeFinished(inside, "", "timed out", true),
                new Step.Round(container, Step.Phase.COMPLETED, 1));
    }

    private static List<Step> begun(Mode mode) {
        return isCanvas(mode)
                ? List.of(new Step.Started(), new Step.NodeStarted(Step.Node.LLM))
                : List.of();
    }

    private static boolean isCanvas(Mode mode) {
        return mode == Mode.ADVANCED_CHAT || mode == Mode.WORKFLOW;
    }

    private static List<Step> then(List<Step> first, Step... more) {
        var all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }
}
