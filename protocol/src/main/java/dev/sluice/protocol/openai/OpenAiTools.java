package dev.sluice.protocol.openai;

import dev.sluice.protocol.ToolCall;
import dev.sluice.protocol.ToolUse;
import dev.sluice.protocol.ToolUse.Choice;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a request wants of its tools: {@code tools} with {@code tool_choice}, or what these were
 * called before, {@code functions} with {@code function_call}.
 */
final class OpenAiTools {
    private static final String TOOLS = "tools";
    private static final String CHOICE = "tool_choice";
    private static final String FUNCTIONS = "functions";
    private static final String CALL = "function_call";

    static final List<String> MEMBERS = List.of(TOOLS, CHOICE, FUNCTIONS, CALL);

    private OpenAiTools() {}

    static ToolUse read(JsonNode body) {
        ToolUse now = use(body, TOOLS, CHOICE);
        return now.choice() == Choice.NONE ? use(body, FUNCTIONS, CALL) : now;
    }

    /** What an assistant called; a function is what a tool was called before. */
    static List<ToolCall> calls(JsonNode message) {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode custom = call.path("custom");
            JsonNode called = custom.isObject() ? custom : call.path("function");
            String arguments = custom.isObject() ? "input" : "arguments";
            calls.add(call(call.path("id").asString(""), called, arguments));
        }
        JsonNode function = message.path(CALL);
        if (calls.isEmpty() && function.isObject()) {
            calls.add(call("", function, "arguments"));
        }
        return calls;
    }

    private static ToolCall call(String id, JsonNode called, String member) {
        JsonNode arguments = called.path(member);
        // Some clients send the object that should be written as a text.
        String text = arguments.isObject() ? arguments.toString() : arguments.asString("");
        return new ToolCall(id, called.path("name").asString(""), text);
    }

    private static ToolUse use(JsonNode body, String tools, String choice) {
        return switch (choice(body.path(choice))) {
            case NONE -> ToolUse.NONE;
            case AUTO ->
                    body.path(tools).isEmpty() ? ToolUse.NONE : new ToolUse(Choice.AUTO, tools);
            case REQUIRED -> new ToolUse(Choice.REQUIRED, choice);
        };
    }

    private static Choice choice(JsonNode choice) {
        if (!choice.isObject()) {
            return word(choice.asString(""));
        }
        JsonNode mode = choice.path("allowed_tools").path("mode");
        if (mode.isString()) {
            return word(mode.stringValue());
        }
        // One tool by its name, or a list of those that are allowed.
        String type = choice.path("type").asString("");
        return choice.has("name") || choice.has("function") || choice.has("custom")
                ? Choice.REQUIRED
                : word(type);
    }

    private static Choice word(String word) {
        return switch (word) {
            case "none" -> Choice.NONE;
            case "required", "any" -> Choice.REQUIRED;
            // Whatever else a client writes there, no tool has to be called.
            default -> Choice.AUTO;
        };
    }
}
