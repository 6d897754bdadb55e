package dev.sluice.protocol.dify;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a model provider said, out of the layers it comes in: a plugin puts the provider's answer
 * into the message of an object, the plugin daemon that object as a text behind its own name, and
 * Dify that text into the message of an error (openai_api_compatible 0.0.63 in Dify 1.16.1).
 *
 * @param text the provider's own words
 * @param status the provider's HTTP status, zero where none is named
 */
record ModelError(String text, int status) {
    /** An object of a plugin is a few kilobytes; one that is larger is read as a text. */
    private static final int MAX_OBJECT_CHARS = 256 * 1024;

    private static final String PLUGIN = "PluginInvokeError: ";
    private static final String RUN = "Run failed: ";
    private static final String MODELS = "[models] ";

    private static final String PYTHON_MESSAGE = "'message': '";

    private static final Pattern STATUS =
            Pattern.compile("(?:status code|Error code:) ([1-5]\\d\\d)\\b");

    /** The error of a model in these words; empty where they are of something else. */
    static Optional<ModelError> of(String said) {
        int plugin = said.indexOf(PLUGIN);
        String run = said.startsWith(RUN) ? said.substring(RUN.length()) : said;
        String text = plugin < 0 ? run : said.substring(plugin + PLUGIN.length());
        JsonNode object = object(text);
        boolean isPlugins = object.has("error_type") && object.has("message");
        String type = object.path("error_type").asString("");
        if (isPlugins && type.contains("Tool")) {
            return Optional.empty();
        }
        if (isPlugins) {
            return Optional.of(read(type, object.path("message").asString("")));
        }
        return plugin >= 0 || text.startsWith(MODELS)
                ? Optional.of(read("", text))
                : Optional.empty();
    }

    /** An error that Dify has called a model's. */
    static ModelError named(String said) {
        return of(said).orElseGet(() -> read("", said));
    }

    private static ModelError read(String type, String message) {
        String text = ValidationText.cut(message);
        int run = text.indexOf(" (agent_run_id=");
        text = run < 0 ? text : text.substring(0, run);
        int models = text.indexOf(MODELS);
        String error = models < 0 ? text : text.substring(models + MODELS.length());
        Matcher status = STATUS.matcher(error);
        return new ModelError(
                plain(error),
                status.find() ? Integer.parseInt(status.group(1)) : byName(type, error));
    }

    /** The classes of Dify's plugin SDK, by their names or by how their texts begin. */
    private static int byName(String type, String error) {
        if (type.equals("InvokeRateLimitError") || error.startsWith("Rate Limit Error")) {
            return 429;
        }
        if (type.equals("InvokeAuthorizationError")
                || error.startsWith("Incorrect model credentials")) {
            return 401;
        }
        return 0;
    }

    /** Without the object that the provider's words stand in. */
    private static String plain(String error) {
        int brace = error.indexOf('{');
        if (brace < 0) {
            return ValidationText.told(error);
        }
        String words = inner(error.substring(brace));
        String before = error.substring(0, brace).replaceFirst("(?:: ?| - ?)$", "");
        if (words.isEmpty()) {
            return ValidationText.told(error);
        }
        before = before.startsWith("Error: ") ? before.substring("Error: ".length()) : before;
        return before.isBlank() || before.equals("ValueError") ? words : before + ": " + words;
    }

    private static String inner(String object) {
        JsonNode tree = object(object);
        JsonNode error = tree.path("error").isObject() ? tree.path("error") : tree;
        String words = error.path("message").asString(tree.path("error").asString(""));
        if (!words.isEmpty()) {
            return ValidationText.told(words);
        }
        // As Python prints it, where a provider's object was never made JSON again.
        int from = object.indexOf(PYTHON_MESSAGE);
        int to = object.indexOf("', '", from + PYTHON_MESSAGE.length());
        return from < 0 || to < 0
                ? ""
                : ValidationText.told(object.substring(from + PYTHON_MESSAGE.length(), to));
    }

    private static JsonNode object(String text) {
        return text.startsWith("{") && text.length() <= MAX_OBJECT_CHARS
                ? Json.object(text)
                : Json.empty();
    }
}
