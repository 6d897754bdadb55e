package dev.sluice.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Makes an app that plays what was recorded: of texts, nodes and failures, but of no frame. */
final class RecordedScript {
    private final Mode mode;
    private final List<Step> steps = new ArrayList<>();
    private boolean pinged;

    private RecordedScript(Mode mode) {
        this.mode = mode;
    }

    static SimulatedApp app(SimulatedApp app, Recording.Exchange exchange) {
        var script = new RecordedScript(app.mode());
        if (exchange.isStream()) {
            return script.streamed(app, events(exchange.body()));
        }
        JsonNode body = json(exchange.body());
        return body.isObject() ? script.whole(app, body) : app;
    }

    /** The events of a stream; a ping is an object without members. */
    static List<JsonNode> events(String stream) {
        List<JsonNode> events = new ArrayList<>();
        for (String frame : stream.strip().split("\n\n+", -1)) {
            if (frame.startsWith("data: ")) {
                events.add(json(frame.substring("data: ".length())));
            } else if (frame.equals("event: ping")) {
                events.add(json("{}"));
            } else if (!frame.isEmpty()) {
                throw new IllegalArgumentException("no frame: " + frame);
            }
        }
        return events;
    }

    static JsonNode json(String text) {
        return text.startsWith("{")
                ? JsonMapper.shared().readTree(text)
                : JsonNodeFactory.instance.nullNode();
    }

    private SimulatedApp streamed(SimulatedApp app, List<JsonNode> events) {
        SimulatedApp made = app;
        for (JsonNode event : events) {
            add(event);
            made = known(made, event);
        }
        boolean counted = events.stream().anyMatch(event -> event.path("metadata").has("usage"));
        JsonNode last = events.getLast().path("data").path("total_tokens");
        return counted ? made.script(steps) : made.script(steps).usage(last.asInt(0), 0);
    }

    private static SimulatedApp known(SimulatedApp app, JsonNode event) {
        SimulatedApp made = app;
        JsonNode metadata = event.path("metadata");
        if (metadata.isObject()) {
            JsonNode usage = metadata.path("usage");
            made =
                    made.usage(
                                    usage.path("prompt_tokens").asInt(0),
                                    usage.path("completion_tokens").asInt(0))
                            .price(usage.path("total_price").asString("0"))
                            .citing(metadata.path("retriever_resources").toString());
        }
        JsonNode data = event.path("data");
        if (!data.has("node_id") && !data.path("files").isEmpty()) {
            made = made.making(data.path("files").toString());
        }
        if (data.path("outputs").isObject() && !data.has("node_id")) {
            made = made.outputs(data.path("outputs").toString());
        }
        return made;
    }

    private void add(JsonNode event) {
        switch (event.path("event").asString("")) {
            case "" -> ping();
            case "message", "agent_message", "text_chunk" -> text(event);
            case "message_end" -> ended(event);
            case "agent_thought" -> steps.add(thought(event));
            case "message_replace" ->
                    steps.add(
                            new Step.Replace(
                                    event.path("answer").asString(),
                                    event.path("reason").asString()));
            case "tts_message", "tts_message_end" ->
                    steps.add(new Step.Speech(event.path("audio").asString()));
            case "error" ->
                    steps.add(
                            new Step.Failed(
                                    event.path("status").asInt(),
                                    event.path("code").asString(),
                                    event.path("message").asString()));
            // All others are events of a canvas.
            default -> addOfCanvas(event, event.path("data"));
        }
    }

    private void addOfCanvas(JsonNode event, JsonNode data) {
        switch (event.path("event").asString("")) {
            case "workflow_started" -> started(event);
            case "workflow_finished" -> finished(event);
            case "node_started" -> steps.add(new Step.NodeStarted(node(data)));
            case "node_finished" -> steps.add(nodeFinished(data));
            case "node_retry" -> steps.add(retry(data));
            case "reasoning_chunk" ->
                    steps.add(
                            new Step.Reasoning(
                                    data.path("reasoning").asString(),
                                    data.path("is_final").asBoolean()));
            case "iteration_started" -> steps.add(round(data, Step.Phase.STARTED));
            case "iteration_next" -> steps.add(round(data, Step.Phase.NEXT));
            case "iteration_completed" -> steps.add(round(data, Step.Phase.COMPLETED));
            case "human_input_required" ->
                    steps.add(new Step.Paused(data.path("form_content").asString()));
            case "workflow_paused" -> {
                // Part of the same step.
            }
            // A recording with an event that has no step shows what the simulator lacks.
            default -> throw new IllegalArgumentException("no step for " + event);
        }
    }

    /** The first one of a canvas belongs to its head. */
    private void ping() {
        if (pinged || !mode.isCanvas()) {
            steps.add(new Step.Ping());
        }
        pinged = true;
    }

    private void text(JsonNode event) {
        switch (event.path("event").asString()) {
            case "agent_message" -> steps.add(new Step.Text(event.path("answer").asString()));
            case "text_chunk" ->
                    from(event.path("data"), event.path("data").path("text").asString());
            // The other one is a message.
            default -> message(event);
        }
    }

    private void started(JsonNode event) {
        if (!isSynthetic(event)) {
            steps.add(new Step.Started());
        }
    }

    private static Step nodeFinished(JsonNode data) {
        boolean handled = data.path("status").asString().equals("exception");
        return new Step.NodeFinished(node(data), "", data.path("error").asString(""), handled);
    }

    private static Step retry(JsonNode data) {
        return new Step.NodeRetry(
                node(data), data.path("retry_index").asInt(), data.path("error").asString());
    }

    /** A chatflow's comes by itself before its end. */
    private void ended(JsonNode event) {
        JsonNode price = event.path("metadata").path("usage").path("total_price");
        if (price.asString("").equals("0E-7")) {
            steps.add(new Step.Stopped());
        } else if (!mode.isCanvas()) {
            steps.add(new Step.End());
        } else if (steps.stream().noneMatch(Step.Started.class::isInstance)) {
            steps.add(new Step.MessageEnd());
        }
    }

    private void message(JsonNode event) {
        String answer = event.path("answer").asString();
        if (mode.isCanvas()) {
            from(event, answer);
        } else {
            steps.add(mode.isAgent() ? new Step.Message(answer) : new Step.Text(answer));
        }
    }

    private void from(JsonNode event, String delta) {
        JsonNode selector = event.path("from_variable_selector");
        List<String> names = new ArrayList<>();
        selector.forEach(name -> names.add(name.asString()));
        String node = names.isEmpty() ? "" : names.removeFirst();
        steps.add(new Step.TextOf(node, String.join(".", names), delta));
    }

    private static Step thought(JsonNode event) {
        return new Step.Thought(
                event.path("position").asInt(),
                event.path("thought").asString(),
                event.path("tool").asString(),
                event.path("tool_input").asString(),
                event.path("observation").asString(),
                List.of());
    }

    /** The server makes up the start and end of a run that never began, in another order. */
    private static boolean isSynthetic(JsonNode event) {
        return event.propertyStream().skip(1).findFirst().stream()
                .anyMatch(member -> member.getKey().equals("task_id"));
    }

    private void finished(JsonNode event) {
        JsonNode data = event.path("data");
        String error = data.path("error").asString("");
        steps.add(
                isSynthetic(event)
                        ? new Step.NeverBegan(error)
                        : new Step.End(data.path("status").asString(), error));
    }

    private static Step.Node node(JsonNode data) {
        return new Step.Node(
                data.path("node_id").asString(),
                data.path("node_type").asString(),
                data.path("title").asString(),
                data.path("iteration_id").asString(""),
                data.path("loop_id").asString(""));
    }

    private static Step round(JsonNode data, Step.Phase phase) {
        return new Step.Round(
                node(data),
                phase,
                data.path("index")
                        .asInt(
                                data.path("steps")
                                        .asInt(
                                                data.path("metadata")
                                                        .path("iteration_length")
                                                        .asInt(0))));
    }

    /** A failed workflow is a result, a failed chat an error whose cause is what failed. */
    private SimulatedApp whole(SimulatedApp app, JsonNode body) {
        JsonNode data = body.path("data");
        if (body.has("code")) {
            return failed(app, body);
        }
        if (data.path("status").asString("").equals("paused")) {
            return paused(app, body);
        }
        if (app.mode() == Mode.WORKFLOW) {
            return workflow(app, body);
        }
        if (!body.has("answer")) {
            return app;
        }
        steps.add(new Step.Text(body.path("answer").asString()));
        body.path("metadata")
                .path("reasoning")
                .properties()
                .forEach(thoughts ->
                        steps.add(new Step.Reasoning(thoughts.getValue().asString(), true)));
        steps.add(new Step.End());
        return known(app, body).script(steps);
    }

    private SimulatedApp workflow(SimulatedApp app, JsonNode body) {
        JsonNode data = body.path("data");
        if (!data.has("total_steps")) {
            return app;
        }
        for (int i = 0; i < data.path("total_steps").asInt(); i++) {
            steps.add(new Step.NodeStarted(new Step.Node("n" + i, "code", "N")));
        }
        steps.add(new Step.End(data.path("status").asString(), data.path("error").asString("")));
        return known(app, body).script(steps).usage(data.path("total_tokens").asInt(), 0);
    }

    private SimulatedApp paused(SimulatedApp app, JsonNode body) {
        JsonNode data = body.path("data");
        for (int i = 0; i < data.path("total_steps").asInt(); i++) {
            steps.add(new Step.NodeStarted(new Step.Node("n" + i, "code", "N")));
        }
        Optional.of(body.path("answer").asString(""))
                .filter(answer -> !answer.isEmpty())
                .ifPresent(answer -> steps.add(new Step.Text(answer)));
        steps.add(new Step.Paused(data.path("reasons").path(0).path("form_content").asString()));
        return app.script(steps).usage(data.path("total_tokens").asInt(), 0);
    }

    private static final String RAISED = "^(Run failed: )?req_id: [0-9a-f]+ PluginInvokeError: ";

    private SimulatedApp failed(SimulatedApp app, JsonNode body) {
        String message = body.path("message").asString();
        String code = body.path("code").asString();
        if (message.startsWith("Run failed: ")) {
            steps.add(new Step.End("failed", message.substring("Run failed: ".length())));
        } else if (message.matches("(?s)" + RAISED + ".*")) {
            steps.add(new Step.Failed(400, code, message.replaceFirst(RAISED, "")));
        } else {
            return app;
        }
        return app.script(steps);
    }
}
