package dev.sluice.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Spells the events of one app: envelope, payload, frame. */
final class EventRenderer {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SimulatedApp app;
    private final Shapes shapes;
    private final Map<String, JsonNode> constants = new HashMap<>();
    private final List<String> nodesStarted = new ArrayList<>();

    EventRenderer(SimulatedApp app, AppIds ids) {
        this.app = app;
        this.shapes = Shapes.of(app.profile());
        constants.put("$workflow", text(ids.workflow()));
        constants.put("$prompt", text(app.details().systemPrompt()));
        constants.put("$tokens", JSON.numberNode(app.details().usage().total()));
        constants.put("$usage", usage(app.details().usage()));
        constants.put("$mode", text(app.mode().wireName()));
    }

    Template ping() {
        return frame().raw("event: ping\n\n").done();
    }

    Template comment(String comment) {
        return frame().raw(": " + comment + "\n\n").done();
    }

    Template text(String delta, boolean asMessageFile) {
        if (app.mode() == Mode.WORKFLOW) {
            String selector = "[\"" + Step.Node.LLM.id() + "\",\"text\"]";
            return event(
                    "text_chunk",
                    "\"text\":\"$delta\",\"from_variable_selector\":" + selector,
                    Map.of("$delta", text(delta)));
        }
        return event(
                asMessageFile ? "message_file" : "message",
                "\"id\":\"$message\",\"answer\":\"$delta\",\"from_variable_selector\":null",
                Map.of("$delta", text(delta)));
    }

    Template replace(String replacement) {
        boolean chat = app.mode() == Mode.CHAT;
        return event(
                chat ? "message_replace" : "text_replace",
                chat ? "\"answer\":\"$text\",\"reason\":\"\"" : "\"text\":\"$text\"",
                Map.of("$text", text(replacement)));
    }

    Template messageFile(String url) {
        return event(
                "message_file",
                "\"id\":\"$task\",\"type\":\"image\",\"belongs_to\":\"assistant\",\"url\":\"$url\"",
                Map.of("$url", text(url)));
    }

    Template reasoning(String delta, boolean isFinal) {
        String message = app.mode() == Mode.CHAT ? "\"$message\"" : "null";
        return dataEvent(
                "reasoning_chunk",
                "\"message_id\":%s,\"reasoning\":\"$delta\",\"node_id\":\"%s\",\"is_final\":%s"
                        .formatted(message, Step.Node.LLM.id(), isFinal),
                Map.of("$delta", text(delta)));
    }

    Template failed(Step.Failed failure) {
        String ids = app.mode() == Mode.CHAT ? Shapes.CHAT_IDS : "\"workflow_run_id\":\"$run\"";
        return framed(
                "{\"event\":\"error\",%s,\"code\":\"$code\",\"status\":%d,\"message\":\"$text\"}"
                        .formatted(ids, failure.status()),
                Map.of("$code", text(failure.code()), "$text", text(failure.message())));
    }

    Template messageEnd(SimulatedApp.TokenCount usage) {
        return event("message_end", shapes.messageEnd(), Map.of("$metadata", metadata(usage)));
    }

    Template workflowStarted() {
        return dataEvent("workflow_started", shapes.workflowStarted(), Map.of());
    }

    Template workflowFinished(Result result) {
        return dataEvent("workflow_finished", shapes.workflowFinished(), resultValues(result));
    }

    Template nodeStarted(Step.Node node) {
        nodesStarted.add(node.id());
        return dataEvent("node_started", shapes.nodeStarted(), nodeValues(node));
    }

    Template nodeFinished(Step.NodeFinished step, JsonNode outputs) {
        Map<String, JsonNode> values = nodeValues(step.node());
        boolean failed = !step.error().isEmpty();
        values.put("$status", text(failed ? "failed" : "succeeded"));
        values.put("$error", failed ? text(step.error()) : JSON.nullNode());
        values.put("$output", text(step.output()));
        values.put("$outputs", outputs);
        String payload =
                switch (step.node().type()) {
                    case "start" -> payload("\"$node_inputs\"", "{}", "\"$node_inputs\"", "null");
                    case "llm" ->
                            payload(
                                    "{}",
                                    Shapes.LLM_PROCESS,
                                    failed ? "{}" : Shapes.LLM_OUTPUTS,
                                    Shapes.LLM_METADATA);
                    case "end" -> payload("\"$outputs\"", "{}", "\"$outputs\"", "null");
                    // The canvas has many more kinds of nodes; clients need no difference between
                    // them.
                    default -> payload("{}", "{}", "{\"output\":\"$output\"}", "null");
                };
        return dataEvent("node_finished", payload, values);
    }

    Template humanInput(String question) {
        return dataEvent(
                "human_input_required",
                """
                "form_id":"$task","node_id":"1763738400004","node_title":"Human Input",
                "form_content":"$text","inputs":[],
                "actions":[{"id":"approve","title":"Approve","button_style":"primary"}],
                "display_in_ui":false,"form_token":"$message","approval_channels":[],
                "resolved_default_values":{},"expiration_time":"$now"\
                """,
                Map.of("$text", text(question)));
    }

    Template paused() {
        return dataEvent(
                "workflow_paused",
                """
                "workflow_run_id":"$run","paused_nodes":["1763738400004"],"outputs":{},
                "reasons":[{"form_id":"$task","node_id":"1763738400004","type":"human_input_required"}],
                "status":"paused","created_at":"$created","elapsed_time":0.5,
                "total_tokens":"$tokens","total_steps":2\
                """,
                Map.of());
    }

    /** How a workflow ends, as its last event and its blocking reply tell it. */
    record Result(String status, String error, JsonNode outputs) {}

    Template blockingChat(String answer) {
        return blocking(
                """
                {"event":"message","task_id":"$task","id":"$message","message_id":"$message",
                "conversation_id":"$conversation","mode":"$mode","answer":"$answer",
                "metadata":"$metadata","created_at":"$created"}\
                """,
                Map.of("$answer", text(answer), "$metadata", metadata(app.details().usage())));
    }

    Template blockingWorkflow(Result result) {
        return blocking(
                """
                {"task_id":"$task","workflow_run_id":"$run","data":{"id":"$run",
                "workflow_id":"$workflow","status":"$status","outputs":"$outputs","error":"$error",
                "elapsed_time":1.08,"total_tokens":"$tokens","total_steps":"$steps",
                "created_at":"$created","finished_at":"$now"}}\
                """,
                resultValues(result));
    }

    private Map<String, JsonNode> resultValues(Result result) {
        return Map.of(
                "$status", text(result.status()),
                "$error", result.error().isEmpty() ? JSON.nullNode() : text(result.error()),
                "$outputs", result.outputs(),
                "$steps", JSON.numberNode(nodesStarted.size()));
    }

    private Map<String, JsonNode> nodeValues(Step.Node node) {
        Map<String, JsonNode> values = new HashMap<>();
        values.put("$execution", text(AppIds.uuid(node.id().hashCode())));
        values.put("$node", text(node.id()));
        values.put("$type", text(node.type()));
        values.put("$title", text(node.title()));
        int index = nodesStarted.indexOf(node.id());
        values.put("$index", JSON.numberNode(index + 1));
        values.put("$predecessor", index < 1 ? JSON.nullNode() : text(nodesStarted.get(index - 1)));
        return values;
    }

    private String payload(String inputs, String process, String outputs, String metadata) {
        return shapes.nodeFinished().formatted(inputs, process, outputs, metadata);
    }

    private JsonNode usage(SimulatedApp.TokenCount count) {
        boolean measured = app.mode() == Mode.WORKFLOW;
        String times =
                shapes.usageTimes()
                        .formatted(measured ? "0.753" : "null", measured ? "0.139" : "null");
        String usage = Shapes.USAGE.formatted(count.prompt(), count.completion(), count.total());
        return JsonMapper.shared().readTree("{" + usage + times + "}");
    }

    private JsonNode metadata(SimulatedApp.TokenCount count) {
        boolean old = app.profile() == Profile.OLD;
        boolean silent = app.has(Quirk.NO_USAGE);
        ObjectNode metadata = JSON.objectNode();
        if (!old) {
            metadata.putNull("annotation_reply");
            metadata.putArray("retriever_resources");
        }
        if (!silent) {
            metadata.set("usage", usage(count));
        } else if (!old) {
            metadata.putNull("usage");
        }
        if (!old) {
            metadata.putObject("reasoning");
        }
        return metadata;
    }

    /** The payload lies in the envelope itself. In a workflow everything lies in {@code data}. */
    private Template event(String name, String payload, Map<String, JsonNode> values) {
        if (app.mode() == Mode.WORKFLOW) {
            return dataEvent(name, payload, values);
        }
        return framed(
                "{\"event\":\"%s\",%s,\"task_id\":\"$task\",%s}"
                        .formatted(name, Shapes.CHAT_IDS, payload),
                values);
    }

    private Template dataEvent(String name, String payload, Map<String, JsonNode> values) {
        String ids =
                app.mode() == Mode.CHAT
                        ? Shapes.CHAT_IDS + ",\"task_id\":\"$task\",\"workflow_run_id\":\"$run\""
                        : "\"workflow_run_id\":\"$run\",\"task_id\":\"$task\"";
        return framed("{\"event\":\"%s\",%s,\"data\":{%s}}".formatted(name, ids, payload), values);
    }

    private Template framed(String json, Map<String, JsonNode> values) {
        return frame().raw("data: ").json(json, all(values)).raw("\n\n").done();
    }

    private Template blocking(String json, Map<String, JsonNode> values) {
        return new Template.Builder(JsonStyle.PYTHON).json(json, all(values)).done();
    }

    private Template.Builder frame() {
        return new Template.Builder(app.profile().eventStyle());
    }

    private Map<String, JsonNode> all(Map<String, JsonNode> values) {
        Map<String, JsonNode> all = new HashMap<>(constants);
        all.putAll(values);
        return all;
    }

    private static JsonNode text(String text) {
        return JSON.stringNode(text);
    }
}
