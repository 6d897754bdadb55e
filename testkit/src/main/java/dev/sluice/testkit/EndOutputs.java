package dev.sluice.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Since 1.16 the outputs of a workflow are its stream: each comes as a {@code text_chunk},
 * whichever node made it, with a line break between two.
 */
final class EndOutputs {
    private static final String MODEL_TEXT = "$text";

    private EndOutputs() {}

    /** The script with the chunks of the app's outputs; a script that names nodes has them. */
    static List<Step> streamed(List<Step> script, SimulatedApp app) {
        boolean streams = app.mode() == Mode.WORKFLOW && app.profile().isAtLeast("1.16.0");
        JsonNode outputs = Frames.given(app.details().outputs());
        boolean only =
                outputs.size() == 1 && outputs.iterator().next().asString("").equals(MODEL_TEXT);
        if (!streams || only || script.stream().anyMatch(Step.TextOf.class::isInstance)) {
            return script;
        }
        List<Step> texts = script.stream().filter(Step.Text.class::isInstance).toList();
        List<Step> chunks = new ArrayList<>();
        for (Map.Entry<String, JsonNode> output : outputs.properties()) {
            if (!chunks.isEmpty()) {
                chunks.add(new Step.TextOf(Step.Node.END.id(), "answer", "\n"));
            }
            if (output.getValue().asString("").equals(MODEL_TEXT)) {
                chunks.addAll(texts);
            } else if (!output.getValue().isNull()) {
                String text = text(output.getValue());
                chunks.add(new Step.TextOf(Step.Node.START.id(), output.getKey(), text));
            }
        }
        return placed(script, chunks);
    }

    /** Where the model's text begins, or else where the last node does. */
    private static List<Step> placed(List<Step> script, List<Step> chunks) {
        List<Step> placed = new ArrayList<>();
        boolean texted = script.stream().anyMatch(Step.Text.class::isInstance);
        boolean done = false;
        for (Step step : script) {
            boolean here =
                    texted
                            ? step instanceof Step.Text
                            : step.equals(new Step.NodeStarted(Step.Node.END))
                                    || step instanceof Step.End;
            if (here && !done) {
                placed.addAll(chunks);
                done = true;
            }
            if (!(step instanceof Step.Text)) {
                placed.add(step);
            }
        }
        return List.copyOf(placed);
    }

    private static String text(JsonNode value) {
        if (value.has("url")) {
            return link(value);
        }
        if (value.isObject()) {
            return indented(value, "\n");
        }
        if (value.isArray()) {
            return list(value);
        }
        return item(value);
    }

    /** As Python's json prints with an indent of two. */
    private static String indented(JsonNode value, String lineEnd) {
        if (!value.isContainer() || value.isEmpty()) {
            return value.toString();
        }
        String inner = lineEnd + "  ";
        List<String> members = new ArrayList<>();
        if (value.isObject()) {
            value.properties()
                    .forEach(member ->
                            members.add(
                                    "\"%s\": %s"
                                            .formatted(
                                                    member.getKey(),
                                                    indented(member.getValue(), inner))));
            return "{" + inner + String.join("," + inner, members) + lineEnd + "}";
        }
        value.forEach(element -> members.add(indented(element, inner)));
        return "[" + inner + String.join("," + inner, members) + lineEnd + "]";
    }

    private static String list(JsonNode array) {
        List<String> lines = new ArrayList<>();
        for (JsonNode element : array) {
            lines.add(element.has("url") ? link(element) : "- " + item(element));
        }
        return String.join("\n", lines);
    }

    private static String link(JsonNode file) {
        String mark = file.path("type").asString("").equals("image") ? "!" : "";
        return "%s[%s](%s)"
                .formatted(mark, file.path("filename").asString(""), file.path("url").asString(""));
    }

    /** As Python prints it. */
    private static String item(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue() ? "True" : "False";
        }
        return value.isString()
                ? value.stringValue()
                : value.toString().replace('"', '\'').replace("':", "': ");
    }
}
