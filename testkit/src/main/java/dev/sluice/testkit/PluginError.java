package dev.sluice.testkit;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error of a model plugin, as a Dify 1.16.1 passes it on.
 *
 * @param description what {@code args} holds, or empty
 * @param type the name of the plugin's Python exception
 */
public record PluginError(String description, String type, String message) {
    /** A provider's error object inside a stream. */
    static final PluginError INSIDE =
            new PluginError(
                    "",
                    "ValueError",
                    "{'message': 'provider broke inside', 'type': 'server_error', 'code': 'x'}");

    /** A provider's stream that was broken off. */
    static final PluginError CUT =
            new PluginError("", "ChunkedEncodingError", "Response ended prematurely");

    private static final String RAISED = "req_id: 4722da2a16 PluginInvokeError: ";

    static PluginError ofStatus(int status) {
        String text =
                "[models] Error: API request failed with status code %1$d: {\"error\": {\"message\": \"provider says %1$d\", \"type\": \"x\", \"code\": \"some_code\"}}"
                        .formatted(status);
        return new PluginError(text, "InvokeError", text);
    }

    /** As it comes in an {@code error} event of a chat, agent or completion. */
    String json() {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        ObjectNode args = error.putObject("args");
        if (!description.isEmpty()) {
            args.put("description", description);
        }
        return JsonMapper.shared()
                .writeValueAsString(error.put("error_type", type).put("message", message));
    }

    /** As it comes in a failed node or run. */
    String ofNode() {
        return whole(json());
    }

    /** As a New Agent reports it. */
    String inWords() {
        return "%s: %s (agent_run_id=%s)".formatted(type, message, AppIds.uuid(type.hashCode()));
    }

    /** An answer in one piece also names the exception around the JSON. */
    static String whole(String message) {
        return message.startsWith("{\"args\":") ? RAISED + message : message;
    }
}
