package dev.sluice.protocol;

import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Members of a request, each checked and named by its path where it is wrong. */
public final class Fields {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_.-]{1,40}");

    private Fields() {}

    public static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** False when absent. */
    public static boolean flag(JsonNode object, String name, String path) {
        JsonNode value = object.path(name);
        if (!value.isBoolean() && !absent(value)) {
            throw invalid(path, path + " must be true or false");
        }
        return value.asBoolean(false);
    }

    /** Empty when absent. */
    public static String text(JsonNode object, String name, String path) {
        JsonNode value = object.path(name);
        if (!value.isString() && !absent(value)) {
            throw invalid(path, path + " must be a string");
        }
        return value.stringValue("");
    }

    /** One of the words; empty when absent. */
    public static String oneOf(List<String> words, JsonNode object, String name, String path) {
        String word = text(object, name, path);
        if (!words.contains(word) && !absent(object.path(name))) {
            throw invalid(path, path + " must be one of " + String.join(", ", words));
        }
        return word;
    }

    /** Empty when absent. */
    public static JsonNode object(JsonNode object, String name, String path) {
        JsonNode value = object.path(name);
        if (absent(value)) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!value.isObject()) {
            throw invalid(path, path + " must be an object");
        }
        return value;
    }

    /**
     * Refuses a member that nobody knows, since it is one that somebody misspelt.
     *
     * @param path of the object, empty for the body itself
     */
    public static void refuseOthers(List<String> known, JsonNode object, String path) {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                throw unknown(name, known, path);
            }
        }
    }

    private static ChatFailedException unknown(String name, List<String> known, String path) {
        String hint =
                Nearest.to(name, known)
                        .map(meant -> "did you mean " + meant + "?")
                        .orElseGet(() -> "it knows " + String.join(", ", known));
        // A name that is none is not repeated: it may be anything, a secret among it.
        boolean sayable = NAME.matcher(name).matches();
        String object = path.isEmpty() ? "the body" : path;
        String member = path.isEmpty() ? name : path + "." + name;
        return failed(
                FailureCode.REQUEST_FIELD,
                sayable ? member : path,
                "The request does not fit: %s is unknown; %s"
                        .formatted(sayable ? member : "a member of " + object, hint),
                "Correct " + (sayable ? member : object) + " and send the request again.");
    }

    public static ChatFailedException invalid(String path, String rule) {
        return failed(
                FailureCode.REQUEST_FIELD,
                path,
                "The request does not fit: " + rule + ".",
                "Correct " + path + " and send the request again.");
    }

    public static ChatFailedException unsupported(String path, String cause, String fix) {
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
