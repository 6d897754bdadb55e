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
        List<Step> steps = new ArrayList<>();
        if (mode == Mode.WORKFLOW) {
            steps.add(new Step.Started());
            steps.add(new Step.NodeStarted(Step.Node.START));
            steps.add(new Step.NodeFinished(Step.Node.START, ""));
            steps.add(new Step.NodeStarted(Step.Node.LLM));
        }
        deltas.forEach(delta -> steps.add(new Step.Text(delta)));
        if (mode == Mode.WORKFLOW) {
            String text = String.join("", deltas);
            steps.add(new Step.NodeFinished(Step.Node.LLM, text));
            steps.add(new Step.NodeStarted(Step.Node.END));
            steps.add(new Step.NodeFinished(Step.Node.END, text));
        }
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
            boolean tooMuch = step instanceof Step.Text && ++seen > texts;
            if (tooMuch || step instanceof Step.End) {
                break;
            }
            beginning.add(step);
        }
        return beginning;
    }

    static String text(List<Step> steps) {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            if (step instanceof Step.Text(String delta)) {
                text.append(delta);
            } else if (step instanceof Step.Replace(String replacement)) {
                text.setLength(0);
                text.append(replacement);
            }
        }
        return text.toString();
    }
}
