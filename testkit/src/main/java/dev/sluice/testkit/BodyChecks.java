package dev.sluice.testkit;

import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What Dify checks of the shape of a run's body; each age of servers has its own words. */
final class BodyChecks {
    private final SimulatedApp app;
    private final RunKind kind;

    BodyChecks(SimulatedApp app, RunKind kind) {
        this.app = app;
        this.kind = kind;
    }

    void shape(JsonNode body) {
        if (kind == RunKind.CHAT) {
            present(body, "query");
        }
        present(body, "inputs");
        if (!body.get("inputs").isObject()) {
            throw invalid("inputs", body.get("inputs"), Rule.DICT);
        }
        if (app.profile().isAtLeast("1.16.0")) {
            types(body);
        }
        JsonNode responseMode = body.path("response_mode");
        String value = responseMode.asString("");
        if (!responseMode.isMissingNode()
                && !value.equals("blocking")
                && !value.equals("streaming")) {
            throw invalid("response_mode", responseMode, Rule.RESPONSE_MODE);
        }
        String conversation = body.path("conversation_id").asString("").strip();
        if (kind == RunKind.CHAT && !conversation.isEmpty() && !isUuid(conversation)) {
            throw invalid("conversation_id", body.get("conversation_id"), Rule.UUID);
        }
    }

    private void types(JsonNode body) {
        JsonNode query = body.path("query");
        if (kind == RunKind.CHAT && !query.isString()) {
            throw invalid("query", query, Rule.STRING);
        }
        JsonNode files = body.path("files");
        if (!files.isMissingNode() && !files.isNull() && !files.isArray()) {
            throw invalid("files", files, Rule.LIST);
        }
    }

    /** Past the schema, but before anything is done. */
    void wanted(Asked asked) {
        if (app.mode() == Mode.AGENT_CHAT && !asked.streaming()) {
            throw refused(DifyError.AGENT_CHAT_BLOCKING);
        }
        if (app.mode() == Mode.AGENT && !asked.streaming()) {
            throw refused(DifyError.AGENT_BLOCKING);
        }
        boolean later = app.mode().isCanvas() && app.profile().isAtLeast("1.16.0");
        if (kind == RunKind.CHAT && !later && asked.query().isEmpty()) {
            throw refused(DifyError.EMPTY_QUERY);
        }
        if (app.has(Quirk.UNPUBLISHED)) {
            throw refused(unpublished());
        }
    }

    private DifyError unpublished() {
        return switch (app.mode()) {
            case WORKFLOW, ADVANCED_CHAT -> DifyError.WORKFLOW_NOT_PUBLISHED;
            case AGENT -> DifyError.AGENT_NOT_PUBLISHED;
            case CHAT, AGENT_CHAT, COMPLETION -> DifyError.APP_UNAVAILABLE;
        };
    }

    private void present(JsonNode body, String field) {
        if (!body.has(field)) {
            throw missing(field, body);
        }
    }

    RefusedException missing(String field, JsonNode body) {
        if (app.profile().isAtLeast("1.11.0")) {
            return invalid(field, body, Rule.MISSING);
        }
        if (!app.profile().isAtLeast("1.8.0")) {
            return withParams(field, "Missing required parameter in the JSON body");
        }
        return withErrors(
                field,
                app.has(Quirk.MISSING_AS_REQUIRED_PROPERTY)
                        ? "'" + field + "' is a required property"
                        : "Missing required parameter in the JSON body");
    }

    private RefusedException invalid(String field, JsonNode value, Rule rule) {
        if (app.profile().isAtLeast("1.11.0")) {
            return refused(DifyError.invalid(rule.validation(kind, field, value)));
        }
        return app.profile().isAtLeast("1.8.0")
                ? withErrors(field, rule.parsing(value))
                : withParams(field, rule.parsing(value));
    }

    /** Until 1.8.0 an error names its field, but not its status. */
    private RefusedException withParams(String field, String message) {
        return refused(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("code", "invalid_param")
                        .put("message", message)
                        .put("params", field));
    }

    /** From 1.8.0 to 1.10 an error has neither code nor status. */
    private RefusedException withErrors(String field, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("errors").put(field, message);
        return refused(body.put("message", "Input payload validation failed"));
    }

    private RefusedException refused(JsonNode body) {
        return new RefusedException(Page.json(400, body, app.profile()));
    }

    private RefusedException refused(DifyError error) {
        return new RefusedException(error, app.profile());
    }

    static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().length() == text.length();
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }
}
