package dev.sluice.protocol.openai;

import dev.sluice.protocol.Feature;
import dev.sluice.protocol.FeatureUse;
import dev.sluice.protocol.ToolCall;
import dev.sluice.protocol.ToolDefinition;
import dev.sluice.protocol.ToolDefinition.Kind;
import dev.sluice.protocol.Tools;
import dev.sluice.protocol.Tools.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

    private static final String PARALLEL = "parallel_tool_calls";

    static final List<String> MEMBERS = List.of(TOOLS, CHOICE, FUNCTIONS, CALL, PARALLEL);

    /**
     * What was read.
     *
     * @param uses how the request asks for them, if it does
     */
    record Read(Tools tools, List<FeatureUse> uses) {}

    private OpenAiTools() {}

    static Read read(JsonNode body) {
        Read now = read(body, TOOLS, CHOICE);
        if (now.tools().choice() != Choice.NONE) {
            return now;
        }
        Read before = read(body, FUNCTIONS, CALL);
        return before.tools().choice() == Choice.NONE ? now : before;
    }

    private static Read read(JsonNode body, String tools, String choice) {
        List<ToolDefinition> definitions = definitions(body.path(tools));
        JsonNode wanted = body.path(choice);
        boolean parallel = body.path(PARALLEL).asBoolean(true);
        return switch (choice(wanted)) {
            case REQUIRED ->
                    new Read(
                            new Tools(definitions, Choice.REQUIRED, forced(wanted), parallel),
                            List.of(new FeatureUse(Feature.FORCED_TOOL, choice)));
            case AUTO ->
                    body.path(tools).isEmpty()
                            ? new Read(Tools.NONE, List.of())
                            : new Read(
                                    new Tools(definitions, Choice.AUTO, "", parallel),
                                    List.of(new FeatureUse(Feature.TOOLS, tools)));
            case NONE -> new Read(new Tools(definitions, Choice.NONE, "", parallel), List.of());
        };
    }

    private static List<ToolDefinition> definitions(JsonNode tools) {
        return tools.isArray()
                ? tools.valueStream().map(OpenAiTools::definition).toList()
                : List.of();
    }

    /** In an object named for its type, or beside that. */
    private static ToolDefinition definition(JsonNode tool) {
        String type = tool.path("type").asString("function");
        JsonNode own = tool.path(type).isObject() ? tool.path(type) : tool;
        Kind kind =
                switch (type) {
                    case "function" -> Kind.FUNCTION;
                    case "custom" -> Kind.CUSTOM;
                    // Such as web_search; there will be others.
                    default -> Kind.BUILT_IN;
                };
        JsonNode schema = own.path(kind == Kind.CUSTOM ? "format" : "parameters");
        return new ToolDefinition(
                kind,
                kind == Kind.BUILT_IN ? type : own.path("name").asString(""),
                own.path("description").asString(""),
                JsonMembers.json(schema),
                own.path("strict").asBoolean(false));
    }

    private static String forced(JsonNode choice) {
        return Stream.of(choice, choice.path("function"), choice.path("custom"))
                .map(holder -> holder.path("name").asString(""))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
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
        String text = arguments.isString() ? arguments.stringValue() : JsonMembers.json(arguments);
        return new ToolCall(id, called.path("name").asString(""), text);
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
