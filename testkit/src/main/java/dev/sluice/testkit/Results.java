package dev.sluice.testkit;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a script comes to: its answer, its outputs, and what its last events tell of them. */
final class Results {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SimulatedApp app;
    private final List<Step> script;
    private final Frames frames;

    Results(SimulatedApp app, List<Step> script, Frames frames) {
        this.app = app;
        this.script = List.copyOf(script);
        this.frames = frames;
    }

    String answer() {
        return Script.text(script);
    }

    String thoughts() {
        StringBuilder thoughts = new StringBuilder();
        for (Step step : script) {
            if (step instanceof Step.Reasoning(String delta, _)) {
                thoughts.append(delta);
            }
        }
        return thoughts.toString();
    }

    JsonNode outputs() {
        ObjectNode outputs = Frames.given(app.details().outputs()).asObject().deepCopy();
        outputs.properties().stream()
                .filter(output -> output.getValue().asString("").equals("$text"))
                .forEach(output -> output.setValue(Frames.text(answer())));
        return outputs;
    }

    long steps() {
        return script.stream().filter(Step.NodeStarted.class::isInstance).count();
    }

    /** What {@code workflow_finished} and a workflow's reply in one piece tell. */
    Map<String, JsonNode> values(Step.End end) {
        boolean failed = !end.error().isEmpty();
        return Map.of(
                "$status", Frames.text(end.status()),
                "$error", failed ? Frames.text(end.error()) : JSON.nullNode(),
                "$outputs", failed ? noOutputs() : outputs(),
                "$steps", JSON.numberNode(steps()),
                "$exceptions", JSON.numberNode(exceptions()),
                "$made", Frames.given(app.details().extras().files()));
    }

    /** What {@code message_end} and replies in one piece tell; older servers leave more out. */
    JsonNode metadata(SimulatedApp.TokenCount count) {
        boolean whole = app.profile().isAtLeast("1.4.2");
        Extras extras = app.details().extras();
        ObjectNode metadata = JSON.objectNode();
        if (whole || !extras.annotation().equals("null")) {
            metadata.set("annotation_reply", Frames.given(extras.annotation()));
        }
        if (whole || !extras.citations().equals("[]")) {
            metadata.set("retriever_resources", Frames.given(extras.citations()));
        }
        if (!app.has(Quirk.NO_USAGE)) {
            metadata.set("usage", frames.usage(count));
        } else if (whole) {
            metadata.putNull("usage");
        }
        if (app.profile().isAtLeast("1.15.0")) {
            ObjectNode reasoning = metadata.putObject("reasoning");
            if (!thoughts().isEmpty()) {
                reasoning.put(Step.Node.LLM.id(), thoughts());
            }
        }
        return metadata;
    }

    private long exceptions() {
        return script.stream()
                .filter(step -> step instanceof Step.NodeFinished it && it.handled())
                .count();
    }

    private JsonNode noOutputs() {
        return app.has(Quirk.NULL_OUTPUTS) ? JSON.nullNode() : JSON.objectNode();
    }
}
