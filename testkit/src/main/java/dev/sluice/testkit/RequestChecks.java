package dev.sluice.testkit;

import java.util.Locale;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** What Dify checks in a request's head and body; each check answers or refuses. */
final class RequestChecks {
    private final Profile profile;

    RequestChecks(Profile profile) {
        this.profile = profile;
    }

    RefusedException refused(DifyError error) {
        return new RefusedException(Page.error(error, profile));
    }

    String key(HttpCall call) {
        String header = call.authorization();
        int space = header.indexOf(' ');
        if (space < 0) {
            throw refused(DifyError.NO_AUTHORIZATION);
        }
        if (!header.substring(0, space).toLowerCase(Locale.ROOT).equals("bearer")) {
            throw refused(DifyError.OTHER_SCHEME);
        }
        return header.substring(space + 1).strip();
    }

    void standing(SimulatedApp app) {
        for (Quirk quirk : app.details().quirks()) {
            switch (quirk) {
                case APP_DELETED -> forbid("The app no longer exists.");
                case APP_ABNORMAL -> forbid("The app's status is abnormal.");
                case API_DISABLED -> forbid("The app's API service has been disabled.");
                case WORKSPACE_ARCHIVED -> forbid("The workspace's status is archived.");
                case WORKSPACE_GONE -> throw refused(DifyError.invalid("Tenant does not exist."));
                case INFO_WITHOUT_MODE,
                        NO_USAGE,
                        NULL_OUTPUTS,
                        STOP_FINISHES_NODE,
                        UNKNOWN_CONVERSATION_IS_NEW,
                        UNKNOWN_CONVERSATION_HANGS,
                        UNKNOWN_CONVERSATION_IS_COMPLETED -> {}
            }
        }
    }

    JsonNode body(HttpCall call) {
        if (!call.contentType().toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw refused(DifyError.NOT_JSON);
        }
        JsonNode body;
        try {
            body = JsonMapper.shared().readTree(call.body());
        } catch (JacksonException malformed) {
            throw refused(DifyError.BAD_JSON);
        }
        if (body.isMissingNode()) {
            throw refused(DifyError.BAD_JSON);
        }
        if (!body.isObject()) {
            throw refused(DifyError.NOT_AN_OBJECT);
        }
        return body;
    }

    String user(JsonNode body) {
        String user = body.path("user").asString("");
        if (user.isEmpty()) {
            throw refused(DifyError.NO_USER);
        }
        return user;
    }

    void mode(SimulatedApp app, Mode needed) {
        if (app.mode() != needed) {
            throw refused(needed == Mode.CHAT ? DifyError.NOT_CHAT : DifyError.NOT_WORKFLOW);
        }
    }

    void shape(JsonNode body, Mode mode) {
        if (mode == Mode.CHAT) {
            present(body, "query", mode);
        }
        present(body, "inputs", mode);
        if (!body.get("inputs").isObject()) {
            throw invalid(mode, "inputs", body.get("inputs"), "dict_type");
        }
        JsonNode responseMode = body.path("response_mode");
        String value = responseMode.asString("");
        if (!responseMode.isMissingNode()
                && !value.equals("blocking")
                && !value.equals("streaming")) {
            throw invalid(mode, "response_mode", responseMode, "literal_error");
        }
        if (mode == Mode.CHAT && body.path("query").asString("").isEmpty()) {
            throw refused(DifyError.EMPTY_QUERY);
        }
    }

    /** The conversation a request names, empty for a new one. */
    String conversation(JsonNode body) {
        String id = body.path("conversation_id").asString("").strip();
        if (!id.isEmpty() && !isUuid(id)) {
            throw invalid(Mode.CHAT, "conversation_id", body.get("conversation_id"), "value_error");
        }
        return id;
    }

    void requiredInputs(SimulatedApp app, JsonNode inputs) {
        for (JsonNode field : JsonMapper.shared().readTree(app.details().inputForm())) {
            for (JsonNode control : field) {
                String variable = control.path("variable").asString("");
                if (control.path("required").asBoolean(false)
                        && inputs.path(variable).asString("").isEmpty()) {
                    throw refused(DifyError.invalid(variable + " is required in input form"));
                }
            }
        }
    }

    private void forbid(String message) {
        throw refused(DifyError.forbidden(message));
    }

    private void present(JsonNode body, String field, Mode mode) {
        if (body.has(field)) {
            return;
        }
        if (profile == Profile.OLD) {
            JsonNode missing =
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("code", "invalid_param")
                            .put("message", "Missing required parameter in the JSON body")
                            .put("params", field);
            throw new RefusedException(Page.json(400, missing, profile));
        }
        throw invalid(mode, field, body, "missing");
    }

    /** The validator's own text, which repeats what was sent. */
    private RefusedException invalid(Mode mode, String field, JsonNode value, String type) {
        String rule =
                switch (type) {
                    case "missing" -> "Field required";
                    case "dict_type" -> "Input should be a valid dictionary";
                    case "literal_error" -> "Input should be 'blocking' or 'streaming'";
                    // What is left is the one rule that is no type.
                    default -> "Value error, " + field + " must be a valid UUID";
                };
        String model = mode == Mode.CHAT ? "ChatRequestPayload" : "WorkflowRunPayload";
        String echo =
                new Template.Builder(JsonStyle.PYTHON).content(value).text().replace('"', '\'');
        String kind = value.isObject() ? "dict" : value.isString() ? "str" : "int";
        return refused(
                DifyError.invalid(
                        """
                        1 validation error for %s
                        %s
                          %s [type=%s, input_value=%s, input_type=%s]
                            For further information visit https://errors.pydantic.dev/2.12/v/%s\
                        """
                                .formatted(model, field, rule, type, echo, kind, type)));
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().length() == text.length();
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }
}
