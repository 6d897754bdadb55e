package dev.sluice.testkit;

import java.util.ArrayList;
import java.util.List;

/** Scripts as Dify plays them when nothing goes wrong. */
public final class Script {
    private static final String[] SENTENCES = {
        "Every request is answered in the order in which it came.",
        "A stream that breaks is never shown as a complete answer.",
        "Please keep the request id, it tells the whole story later.",
        "网关会把每个回答逐字转发给你 🚀。",
        "If an upstream is slow, the gateway says which one and since when.",
        "Nothing that was acknowledged is lost when a process restarts.",
    };

    private Script() {}

    /** Start to end for the mode, with these parts of the answer. */
    public static List<Step> saying(Mode mode, List<String> deltas) {
        List<Step> texts = new ArrayList<>();
        deltas.forEach(delta -> texts.add(new Step.Text(delta)));
        String answer = String.join("", deltas);
        List<Step> steps =
                switch (mode) {
                    case CHAT, COMPLETION -> texts;
                    case AGENT_CHAT, AGENT -> rounds(mode, texts, answer);
                    case ADVANCED_CHAT -> nodes(Step.Node.ANSWER, texts, answer);
                    case WORKFLOW -> nodes(Step.Node.END, texts, answer);
                };
        steps.add(new Step.End());
        return List.copyOf(steps);
    }

    private static List<Step> nodes(Step.Node last, List<Step> texts, String answer) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Started());
        steps.add(new Step.NodeStarted(Step.Node.START));
        steps.add(new Step.NodeFinished(Step.Node.START, ""));
        steps.add(new Step.NodeStarted(Step.Node.LLM));
        steps.addAll(texts);
        steps.add(new Step.NodeFinished(Step.Node.LLM, answer));
        steps.add(new Step.NodeStarted(last));
        steps.add(new Step.NodeFinished(last, answer));
        return steps;
    }

    /** A round with a tool, then one that answers. */
    private static List<Step> rounds(Mode mode, List<Step> texts, String answer) {
        var first = new Step.Thought(1);
        var calling = first.calling("current_time", "{\"current_time\": {}}");
        var second = new Step.Thought(2);
        List<Step> steps = new ArrayList<>();
        steps.add(first);
        steps.add(calling);
        steps.add(calling.observing("{\"current_time\": \"2026-11-21 10:00:00\"}"));
        steps.add(second);
        steps.addAll(texts);
        steps.add(second.thinking(answer));
        if (mode == Mode.AGENT) {
            steps.add(new Step.Message(answer));
        }
        return steps;
    }

    /**
     * What a New Agent plays that thinks first: its thoughts so far in each {@code agent_thought}
     * of a first position and nowhere else, then the answer, which it repeats at the end.
     */
    public static List<Step> thinking(List<String> thoughts, List<String> deltas) {
        List<Step> steps = new ArrayList<>();
        StringBuilder thought = new StringBuilder();
        for (String more : thoughts) {
            steps.add(new Step.Thought(1).thinking(thought.append(more).toString()));
        }
        for (String delta : deltas) {
            steps.add(new Step.Thought(2));
            steps.add(new Step.Text(delta));
        }
        steps.add(new Step.Message(String.join("", deltas)));
        steps.add(new Step.End());
        return List.copyOf(steps);
    }

    /** An answer of the app's owner instead of the model's: a message for each character. */
    static List<Step> annotation(String answer) {
        List<Step> steps = new ArrayList<>();
        answer.codePoints()
                .mapToObj(Character::toString)
                .map(Step.Message::new)
                .forEach(steps::add);
        steps.add(new Step.End());
        return List.copyOf(steps);
    }

    /** So many words of plain sentences, a word a part. */
    public static List<String> words(int count) {
        List<String> words = new ArrayList<>(count);
        for (int sentence = 0; words.size() < count; sentence++) {
            for (String word : SENTENCES[sentence % SENTENCES.length].split(" ", -1)) {
                words.add(words.isEmpty() ? word : " " + word);
            }
        }
        return List.copyOf(words.subList(0, count));
    }

    /** The beginning of a script: up to its n-th part of the answer, without its end. */
    static List<Step> until(List<Step> steps, int texts) {
        List<Step> beginning = new ArrayList<>();
        int seen = 0;
        for (Step step : steps) {
            boolean text = step instanceof Step.Text || step instanceof Step.TextOf;
            boolean tooMuch = text && ++seen > texts;
            if (tooMuch || step instanceof Step.End) {
                break;
            }
            beginning.add(step);
        }
        return beginning;
    }

    /** The answer that is stored: what comes as {@code message} counts where nothing else does. */
    static String text(List<Step> steps) {
        boolean texted =
                steps.stream()
                        .anyMatch(step -> step instanceof Step.Text || step instanceof Step.TextOf);
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            if (step instanceof Step.Text(String delta)) {
                text.append(delta);
            } else if (step instanceof Step.TextOf(_, _, String delta)) {
                text.append(delta);
            } else if (step instanceof Step.Message(String answer) && !texted) {
                text.append(answer);
            } else if (step instanceof Step.Replace(String replacement, _)) {
                text.setLength(0);
                text.append(replacement);
            }
        }
        return text.toString();
    }
}
