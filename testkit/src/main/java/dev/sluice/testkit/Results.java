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
        return script.stream()
                .filter(step -> step instanceof Step.NodeStarted || isCountedRetry(step))
                .count();
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
        boolean canvas = app.mode().isCanvas();
        return metadata(count, canvas || !app.profile().isAtLeast("1.16.0"));
    }

    /** For an answer in one piece. */
    JsonNode wholeMetadata(SimulatedApp.TokenCount count) {
        return metadata(count, true);
    }

    /** Streams of chats, agents and completions contain less than answers in one piece. */
    private JsonNode metadata(SimulatedApp.TokenCount count, boolean all) {
        boolean whole = app.profile().isAtLeast("1.4.2");
        Extras extras = app.details().extras();
        ObjectNode metadata = JSON.objectNode();
        if ((whole && all) || !extras.annotation().equals("null")) {
            metadata.set("annotation_reply", Frames.given(extras.annotation()));
        }
        if (whole || !extras.citations().equals("[]")) {
            metadata.set("retriever_resources", Frames.given(extras.citations()));
        }
        if (!app.has(Quirk.NO_USAGE)) {
            metadata.set("usage", frames.usage(count, all));
        } else if (whole) {
            metadata.putNull("usage");
        }
        if (app.profile().isAtLeast("1.15.0")) {
            ObjectNode reasoning = metadata.putObject("reasoning");
            if (!thoughts().isEmpty()) {
                boolean trimmed = app.profile().isAtLeast("1.16.0");
                reasoning.put(Step.Node.LLM.id(), trimmed ? thoughts().strip() : thoughts());
            }
        }
        return metadata;
    }

    private boolean isCountedFailure(Step step) {
        return step instanceof Step.NodeFinished it
                && (it.handled() || (countsFailures() && !it.error().isEmpty()));
    }

    private long exceptions() {
        return script.stream()
                .filter(step -> isCountedRetry(step) || isCountedFailure(step))
                .count();
    }

    /** Since 1.16 at the latest each retry is a step and an exception. */
    private boolean isCountedRetry(Step step) {
        return step instanceof Step.NodeRetry && countsFailures();
    }

    /** Since 1.16 at the latest a failure counts like an exception that was handled. */
    private boolean countsFailures() {
        return app.profile().isAtLeast("1.16.0");
    }

    private JsonNode noOutputs() {
        return app.has(Quirk.NULL_OUTPUTS) ? JSON.nullNode() : JSON.objectNode();
    }
}
