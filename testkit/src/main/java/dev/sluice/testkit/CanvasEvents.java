package dev.sluice.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Spells what happens on a canvas. */
final class CanvasEvents {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SimulatedApp app;
    private final Frames frames;
    private final Results results;
    private final Map<String, Integer> executions = new HashMap<>();
    private final List<String> started = new ArrayList<>();

    CanvasEvents(SimulatedApp app, Frames frames, Results results) {
        this.app = app;
        this.frames = frames;
        this.results = results;
    }

    List<Template> frames(Step.Canvas step) {
        return switch (step) {
            case Step.NeverBegan(String error) -> neverBegan(error);
            case Step.Paused(String question) -> paused(question);
            case Step.Started() ->
                    List.of(frames.data("workflow_started", Shapes.WORKFLOW_STARTED, Map.of()));
            case Step.NodeStarted(Step.Node node) -> List.of(nodeStarted(node));
            case Step.NodeFinished finished -> List.of(nodeFinished(finished));
            case Step.NodeRetry retry -> List.of(nodeRetry(retry));
            case Step.Round round -> List.of(round(round));
            case Step.Branch branch -> List.of(branch(branch));
            case Step.AgentLog log -> List.of(agentLog(log));
            case Step.Reasoning reasoning -> List.of(reasoning(reasoning));
            case Step.FormFilled(String action) ->
                    List.of(
                            frames.data(
                                    "human_input_form_filled",
                                    Shapes.FORM_FILLED,
                                    Map.of(
                                            "$action", Frames.text(action),
                                            "$text", Frames.text("Filled in."))));
            case Step.FormTimedOut() ->
                    List.of(frames.data("human_input_form_timeout", Shapes.FORM_TIMEOUT, Map.of()));
        };
    }

    private Template nodeStarted(Step.Node node) {
        started.add(node.id());
        executions.merge(node.id(), 1, Integer::sum);
        return frames.data("node_started", Shapes.NODE_STARTED, place(node));
    }

    private Template nodeFinished(Step.NodeFinished step) {
        boolean failed = !step.error().isEmpty();
        String failure = step.handled() ? "exception" : "failed";
        Map<String, JsonNode> values = place(step.node());
        values.put("$status", Frames.text(failed ? failure : "succeeded"));
        values.put("$error", failed ? Frames.text(step.error()) : JSON.nullNode());
        values.put("$output", Frames.text(step.output()));
        values.put("$outputs", results.outputs());
        values.put("$thoughts", Frames.text(results.thoughts()));
        boolean spent = !failed || step.handled() || !app.profile().isAtLeast("1.16.0");
        String payload = finished(step.node().type(), failed);
        return frames.data(
                "node_finished",
                spent ? payload : payload.replace(Shapes.LLM_METADATA, "null"),
                values);
    }

    private Template nodeRetry(Step.NodeRetry retry) {
        Map<String, JsonNode> values = place(retry.node());
        values.put("$status", Frames.text("retry"));
        values.put("$error", Frames.text(retry.error()));
        values.put("$attempt", JSON.numberNode(retry.attempt()));
        String payload = with(Shapes.NODE_RETRY, "{}", "{}", "{}", "null");
        return frames.data("node_retry", payload, values);
    }

    private static String finished(String type, boolean failed) {
        return switch (type) {
            case "start" -> finished("\"$node_inputs\"", "{}", "\"$node_inputs\"", "null");
            case "llm" ->
                    finished(
                            "{}",
                            Shapes.LLM_PROCESS,
                            failed ? "{}" : Shapes.LLM_OUTPUTS,
                            Shapes.LLM_METADATA);
            case "end" -> finished("\"$outputs\"", "{}", "\"$outputs\"", "null");
            case "answer" -> finished("{}", "{}", "{\"answer\":\"$output\",\"files\":[]}", "null");
            // The canvas has many more kinds of nodes; clients need no difference between them.
            default -> finished("{}", "{}", "{\"output\":\"$output\"}", "null");
        };
    }

    private static String finished(String in, String process, String out, String spent) {
        return with(Shapes.NODE_FINISHED, in, process, out, spent);
    }

    private static String with(String shape, String in, String process, String out, String spent) {
        return shape.replace("\"$node_in\"", in)
                .replace("\"$process\"", process)
                .replace("\"$node_out\"", out)
                .replace("\"$spent\"", spent);
    }

    private Template round(Step.Round round) {
        Map<String, JsonNode> values = place(round.container());
        values.put("$length", JSON.numberNode(round.index()));
        values.put("$index", JSON.numberNode(round.index()));
        String kind = round.container().type();
        boolean loop = kind.equals("loop");
        return switch (round.phase()) {
            case STARTED ->
                    frames.data(kind + "_started", Shapes.ROUNDS_STARTED.formatted(kind), values);
            case NEXT ->
                    frames.data(
                            kind + "_next",
                            Shapes.ROUNDS_NEXT + (loop ? ",\"pre_loop_output\":{}" : ""),
                            values);
            case COMPLETED -> frames.data(kind + "_completed", Shapes.ROUNDS_COMPLETED, values);
        };
    }

    private Template branch(Step.Branch branch) {
        String end = branch.finished() ? ",\"status\":\"succeeded\",\"error\":null" : "";
        return frames.data(
                branch.finished() ? "parallel_branch_finished" : "parallel_branch_started",
                Shapes.BRANCH + end,
                Map.of(
                        "$branch", Frames.text(branch.id()),
                        "$parallel", Frames.text(AppIds.uuid(branch.id().hashCode()))));
    }

    private Template agentLog(Step.AgentLog log) {
        Map<String, JsonNode> values = place(log.node());
        values.put("$entry", Frames.text(entry(log.label())));
        values.put("$label", Frames.text(log.label()));
        boolean top = log.parent().isEmpty();
        values.put("$parent", top ? JSON.nullNode() : Frames.text(entry(log.parent())));
        values.put("$status", Frames.text(log.status()));
        values.put("$data", Frames.given(log.data()));
        return frames.dataWithoutRun("agent_log", Shapes.AGENT_LOG, values);
    }

    private static String entry(String label) {
        return AppIds.uuid(label.hashCode());
    }

    private Template reasoning(Step.Reasoning reasoning) {
        String told = app.mode() == Mode.WORKFLOW ? "null" : "\"$message\"";
        String payload = Shapes.REASONING.replace("\"$told\"", told);
        Map<String, JsonNode> values =
                Map.of(
                        "$delta", Frames.text(reasoning.delta()),
                        "$node", Frames.text(Step.Node.LLM.id()),
                        "$final", JSON.booleanNode(reasoning.isFinal()));
        boolean named = app.mode() == Mode.WORKFLOW || !app.profile().isAtLeast("1.16.0");
        return named
                ? frames.data("reasoning_chunk", payload, values)
                : frames.dataWithoutRun("reasoning_chunk", payload, values);
    }

    private List<Template> paused(String question) {
        Map<String, JsonNode> values =
                Map.of(
                        "$text", Frames.text(question),
                        "$steps", JSON.numberNode(results.steps()));
        boolean recorded = app.profile().isAtLeast("1.16.0");
        return List.of(
                frames.data(
                        "human_input_required",
                        recorded ? Shapes.HUMAN_INPUT_1_16 : Shapes.HUMAN_INPUT,
                        values),
                frames.data(
                        "workflow_paused",
                        recorded
                                ? Shapes.PAUSED.replace(Shapes.REASONS, Shapes.REASONS_1_16)
                                : Shapes.PAUSED,
                        values));
    }

    private List<Template> neverBegan(String error) {
        boolean tasked = !results.answer().isEmpty();
        String started = Shapes.WORKFLOW_STARTED;
        String finished = Shapes.WORKFLOW_FINISHED;
        Map<String, JsonNode> values = new HashMap<>(results.values(new Step.End("failed", error)));
        if (app.profile().isAtLeast("1.16.0")) {
            started = started.replace("$inputs", "$node_inputs");
            finished = finished.replace(Shapes.CREATOR, "{}");
            values.put("$outputs", JSON.nullNode());
            values.put("$exceptions", JSON.numberNode(1));
            values.put("$tokens", JSON.numberNode(0));
        }
        return List.of(
                frames.beforeBegin("workflow_started", started, tasked, Map.of()),
                frames.beforeBegin("workflow_finished", finished, tasked, values));
    }

    /** Which node it is, and where it stands; newer servers do not count. */
    private Map<String, JsonNode> place(Step.Node node) {
        Map<String, JsonNode> values = new HashMap<>();
        values.put("$execution", execution(node));
        values.put("$node", Frames.text(node.id()));
        values.put("$type", Frames.text(node.type()));
        values.put("$title", Frames.text(node.title()));
        values.put("$iteration", orNull(node.iteration()));
        values.put("$loop", orNull(node.loop()));
        int index = app.profile().isAtLeast("1.9.0") ? 0 : started.indexOf(node.id());
        values.put("$index", JSON.numberNode(index + 1));
        values.put("$predecessor", orNull(index < 1 ? "" : started.get(index - 1)));
        return values;
    }

    /** A node in an iteration is executed more than once. */
    private JsonNode execution(Step.Node node) {
        int again = Math.max(0, executions.getOrDefault(node.id(), 1) - 1);
        return Frames.text(AppIds.uuid(node.id().hashCode() + ((long) again << Integer.SIZE)));
    }

    private static JsonNode orNull(String text) {
        return text.isEmpty() ? JSON.nullNode() : Frames.text(text);
    }
}
