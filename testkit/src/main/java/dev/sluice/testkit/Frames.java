package dev.sluice.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts what an event tells into the envelope of the app's mode and the frame of its stream. */
final class Frames {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Errors whose status comes last. */
    private static final Set<String> LATE_STATUS =
            Set.of("provider_quota_exceeded", "internal_server_error");

    private static final String RUN_ID = "\"workflow_run_id\":\"$run\"";
    private static final String TASK_ID = "\"task_id\":\"$task\"";

    /** How Python spells the product of two decimals that are zero. */
    private static final String ZERO_DECIMAL = "0E-7";

    private static final List<String> TIMES = List.of("time_to_first_token", "time_to_generate");

    private final SimulatedApp app;
    private final Map<String, JsonNode> constants = new HashMap<>();

    /** Parts of an answer differ in what is bound to a shape only. */
    private final Map<String, JsonNode> shapes = new HashMap<>();

    Frames(SimulatedApp app, AppIds ids) {
        this.app = app;
        constants.put("$workflow", text(ids.workflow()));
        constants.put("$prompt", text(app.details().systemPrompt()));
        constants.put("$tokens", JSON.numberNode(app.details().usage().total()));
        constants.put("$price", text(app.details().extras().price()));
        constants.put("$usage", usage(app.details().usage()));
        constants.put("$mode", text(app.mode().wireName()));
    }

    Template ping() {
        return Template.literal("event: ping\n\n");
    }

    Template comment(String comment) {
        return Template.literal(": " + comment + "\n\n");
    }

    /** The payload lies in the envelope itself. */
    Template event(String name, String payload, Map<String, JsonNode> values) {
        return framed(name, join(ids(), TASK_ID, payload), values);
    }

    /** The payload lies in {@code data}. */
    Template data(String name, String payload, Map<String, JsonNode> values) {
        String ids =
                app.mode() == Mode.WORKFLOW ? join(RUN_ID, TASK_ID) : join(ids(), TASK_ID, RUN_ID);
        return framed(name, join(ids, "\"data\":{" + payload + "}"), values);
    }

    /** The payload lies in {@code data}, but the envelope of a chatflow does not name the run. */
    Template dataWithoutRun(String name, String payload, Map<String, JsonNode> values) {
        return event(name, "\"data\":{" + payload + "}", values);
    }

    /** There is no message yet; the run's id is the task's too unless events named the task. */
    Template beforeBegin(
            String name, String payload, boolean tasked, Map<String, JsonNode> values) {
        String task = tasked ? TASK_ID : "\"task_id\":\"$run\"";
        String data = "\"data\":{" + payload + "}";
        boolean recorded = app.profile().isAtLeast("1.16.0");
        return framed(name, recorded ? join(task, RUN_ID, data) : join(RUN_ID, task, data), values);
    }

    Template error(Step.Failed failure) {
        String what =
                LATE_STATUS.contains(failure.code())
                        ? "\"code\":\"$code\",\"message\":\"$text\",\"status\":%d"
                        : "\"code\":\"$code\",\"status\":%d,\"message\":\"$text\"";
        return framed(
                "error",
                join(failedIds(), what.formatted(failure.status())),
                Map.of("$code", text(failure.code()), "$text", text(failure.message())));
    }

    private String failedIds() {
        boolean unknown = app.mode() == Mode.WORKFLOW && app.profile().isAtLeast("1.16.0");
        return unknown ? "\"workflow_run_id\":null" : ids();
    }

    /** A reply in one piece. */
    Template whole(String json, Map<String, JsonNode> values) {
        return new Template.Builder(JsonStyle.PYTHON).json(aged(json), all(values)).done();
    }

    JsonNode usage(SimulatedApp.TokenCount count) {
        return usage(count, true);
    }

    /** The usage; the times only on request. */
    JsonNode usage(SimulatedApp.TokenCount count, boolean all) {
        boolean measured = app.mode().isCanvas();
        boolean unknown = !count.isKnown();
        String usage =
                Shapes.USAGE.formatted(
                        Math.max(0, count.prompt()),
                        Math.max(0, count.completion()),
                        Math.max(0, count.total()),
                        unknown ? ZERO_DECIMAL : app.details().extras().price(),
                        measured ? "0.753" : "null",
                        measured ? "0.139" : "null",
                        unknown ? ZERO_DECIMAL : "0");
        ObjectNode known = Aged.json(usage, app.profile()).asObject();
        return all ? known : known.without(TIMES);
    }

    static JsonNode text(String text) {
        return JSON.stringNode(text);
    }

    /** JSON that somebody wrote for an app. */
    static JsonNode given(String json) {
        return JsonMapper.shared().readTree(json);
    }

    private String ids() {
        return switch (app.mode()) {
            case CHAT, AGENT_CHAT, ADVANCED_CHAT, AGENT -> Shapes.CHAT_IDS;
            case COMPLETION -> "\"message_id\":\"$message\",\"created_at\":\"$created\"";
            case WORKFLOW -> RUN_ID;
        };
    }

    private Template framed(String name, String content, Map<String, JsonNode> values) {
        JsonNode shape = aged("{" + join("\"event\":\"" + name + "\"", content) + "}");
        return new Template.Builder(app.profile().eventStyle())
                .raw("data: ")
                .json(shape, all(values))
                .raw("\n\n")
                .done();
    }

    private JsonNode aged(String json) {
        return shapes.computeIfAbsent(json, shape -> Aged.json(shape, app.profile()));
    }

    private Map<String, JsonNode> all(Map<String, JsonNode> values) {
        Map<String, JsonNode> all = new HashMap<>(constants);
        all.putAll(values);
        return all;
    }

    private static String join(String... members) {
        return String.join(",", members);
    }
}
