package dev.sluice.testkit;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Spells what an app says. */
final class SaidEvents {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonNode MODEL_TEXT = JSON.arrayNode().add(Step.Node.LLM.id()).add("text");

    private final SimulatedApp app;
    private final Frames frames;
    private final boolean alwaysAsFile;
    private boolean fileTold;

    SaidEvents(SimulatedApp app, Frames frames, boolean alwaysAsFile) {
        this.app = app;
        this.frames = frames;
        this.alwaysAsFile = alwaysAsFile;
    }

    Template frame(Step.Said said) {
        return switch (said) {
            case Step.Text(String delta) -> text(delta, MODEL_TEXT);
            case Step.TextOf(String node, String variable, String delta) ->
                    text(delta, node.isEmpty() ? noSelector() : selector(node, variable));
            case Step.Message(String answer) ->
                    message("message", answer, app.mode().isCanvas() ? MODEL_TEXT : noSelector());
            case Step.Thought thought -> thought(thought);
            case Step.MessageFile(String url) -> file(url);
            case Step.Replace replace -> replace(replace);
            case Step.Speech(String base64) -> speech(base64);
            case Step.Failed failed -> frames.error(failed);
        };
    }

    private Template text(String delta, JsonNode selector) {
        return switch (app.mode()) {
            case CHAT, COMPLETION ->
                    message(
                            alwaysAsFile || fileTold ? "message_file" : "message",
                            delta,
                            noSelector());
            case ADVANCED_CHAT ->
                    message(alwaysAsFile ? "message_file" : "message", delta, selector);
            case AGENT_CHAT, AGENT ->
                    frames.event(
                            "agent_message",
                            "\"id\":\"$message\",\"answer\":\"$delta\"",
                            Map.of("$delta", Frames.text(delta)));
            case WORKFLOW ->
                    frames.data(
                            "text_chunk",
                            "\"text\":\"$delta\",\"from_variable_selector\":\"$selector\"",
                            Map.of("$delta", Frames.text(delta), "$selector", selector));
        };
    }

    /** Inside an object a variable has a path. */
    private static JsonNode selector(String node, String variable) {
        ArrayNode selector = JSON.arrayNode().add(node);
        List.of(variable.split("[.]", -1)).forEach(selector::add);
        return selector;
    }

    private Template message(String name, String delta, JsonNode selector) {
        return frames.event(
                name, Shapes.MESSAGE, Map.of("$delta", Frames.text(delta), "$selector", selector));
    }

    private JsonNode noSelector() {
        return app.profile().isAtLeast("1.16.0") ? JSON.arrayNode() : JSON.nullNode();
    }

    private Template thought(Step.Thought thought) {
        ArrayNode files = JSON.arrayNode();
        thought.files().forEach(url -> files.add(fileId(url)));
        return frames.event(
                "agent_thought",
                Shapes.THOUGHT,
                Map.of(
                        "$thought_id", Frames.text(AppIds.uuid(thought.position())),
                        "$position", JSON.numberNode(thought.position()),
                        "$thought", Frames.text(thought.thought()),
                        "$observation", Frames.text(thought.observation()),
                        "$tool", Frames.text(thought.tool()),
                        "$labels", labels(thought.tool()),
                        "$tool_input", Frames.text(thought.toolInput()),
                        "$files", files));
    }

    private static JsonNode labels(String tools) {
        ObjectNode labels = JSON.objectNode();
        for (String tool : tools.isEmpty() ? List.<String>of() : List.of(tools.split(";", -1))) {
            labels.putObject(tool).put("en_US", tool).put("zh_Hans", tool);
        }
        return labels;
    }

    private Template file(String url) {
        // From then on these apps tell even their text as files.
        fileTold = app.profile().isAtLeast("1.11.2");
        return frames.event(
                "message_file",
                Shapes.MESSAGE_FILE,
                Map.of("$file", Frames.text(fileId(url)), "$url", Frames.text(url)));
    }

    private static String fileId(String url) {
        return AppIds.uuid(url.hashCode());
    }

    private Template replace(Step.Replace replace) {
        JsonNode text = Frames.text(replace.text());
        if (app.mode() == Mode.WORKFLOW) {
            return frames.data("text_replace", "\"text\":\"$text\"", Map.of("$text", text));
        }
        return frames.event(
                "message_replace",
                "\"answer\":\"$text\",\"reason\":\"$reason\"",
                Map.of("$text", text, "$reason", Frames.text(replace.reason())));
    }

    private Template speech(String base64) {
        return frames.event(
                base64.isEmpty() ? "tts_message_end" : "tts_message",
                "\"audio\":\"$audio\"",
                Map.of("$audio", Frames.text(base64)));
    }
}
