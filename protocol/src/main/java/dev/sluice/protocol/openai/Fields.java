package dev.sluice.protocol.openai;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Members of a request, each checked and named by its path where it is wrong. */
final class Fields {
    private Fields() {}

    static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** False when absent. */
    static boolean flag(JsonNode object, String name, String path) {
        JsonNode value = object.path(name);
        if (!value.isBoolean() && !absent(value)) {
            throw invalid(path, path + " must be true or false");
        }
        return value.asBoolean(false);
    }

    /** Empty when absent. */
    static JsonNode object(JsonNode object, String name, String path) {
        JsonNode value = object.path(name);
        if (absent(value)) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!value.isObject()) {
            throw invalid(path, path + " must be an object");
        }
        return value;
    }

    static ChatFailedException invalid(String path, String rule) {
        return failed(
                FailureCode.REQUEST_FIELD,
                path,
                "The request does not fit: " + rule + ".",
                "Correct " + path + " and send the request again.");
    }

    static ChatFailedException unsupported(String path, String cause, String fix) {
        return failed(
                FailureCode.REQUEST_UNSUPPORTED,
                path,
                cause + ", which Sluice does not serve.",
                fix + ".");
    }

    private static ChatFailedException failed(
            FailureCode code, String path, String cause, String fix) {
        return new ChatFailedException(
                ChatFailure.of(code, ChatFailure.CLIENT, cause, fix).at(path));
    }
}
