package dev.sluice.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events as JSON, one a line, each an object with one member that is named for what happened: what
 * a reader of an upstream's wire is expected to make, and what a writer of a client's is given.
 */
public final class EventJson {
    private EventJson() {}

    public static String of(List<ChatEvent> events) {
        return events.stream()
                .map(event -> of(event).toString())
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    public static List<ChatEvent> read(String json) {
        List<ChatEvent> events = new ArrayList<>();
        for (JsonNode event : JsonMapper.shared().readTree(json)) {
            String kind = event.propertyNames().iterator().next();
            events.add(event(kind, event.path(kind)));
        }
        return events;
    }

    private static ObjectNode of(ChatEvent event) {
        ObjectNode json = object();
        switch (event) {
            case ChatEvent.Started(var ids) ->
                    json.putObject("started")
                            .put("task", ids.task())
                            .put("message", ids.message())
                            .put("conversation", ids.conversation());
            case ChatEvent.Waiting(int position, long seconds) ->
                    json.putObject("waiting").put("position", position).put("seconds", seconds);
            case ChatEvent.Loading(String model) -> json.put("loading", model);
            case ChatEvent.Progress(String step) -> json.put("progress", step);
            case ChatEvent.Text(String delta) -> json.put("text", delta);
            case ChatEvent.Reasoning(String delta) -> json.put("reasoning", delta);
            case ChatEvent.Replaced(String text) -> json.put("replaced", text);
            case ChatEvent.File(String kind, String url, String markdown) ->
                    json.putObject("file")
                            .put("kind", kind)
                            .put("url", url)
                            .put("markdown", markdown);
            case ChatEvent.ToolCallDelta(int index, String id, String name, String arguments) ->
                    json.putObject("tool_call")
                            .put("index", index)
                            .put("id", id)
                            .put("name", name)
                            .put("arguments", arguments);
            case ChatEvent.Finished finished -> finished(finished, json.putObject("finished"));
            case ChatEvent.Failed(var failure) -> failed(failure, json.putObject("failed"));
        }
        return json;
    }

    private static ChatEvent event(String kind, JsonNode value) {
        return switch (kind) {
            case "started" ->
                    new ChatEvent.Started(
                            new RunIds(
                                    text(value, "task"),
                                    text(value, "message"),
                                    text(value, "conversation")));
            case "waiting" ->
                    new ChatEvent.Waiting(
                            value.path("position").asInt(), value.path("seconds").asLong());
            case "loading" -> new ChatEvent.Loading(value.asString());
            case "progress" -> new ChatEvent.Progress(value.asString());
            case "text" -> new ChatEvent.Text(value.asString());
            case "reasoning" -> new ChatEvent.Reasoning(value.asString());
            case "replaced" -> new ChatEvent.Replaced(value.asString());
            case "file" ->
                    new ChatEvent.File(
                            text(value, "kind"), text(value, "url"), text(value, "markdown"));
            case "tool_call" ->
                    new ChatEvent.ToolCallDelta(
                            value.path("index").asInt(),
                            text(value, "id"),
                            text(value, "name"),
                            text(value, "arguments"));
            case "finished" -> finished(value);
            case "failed" -> failed(value);
            default -> throw new IllegalArgumentException(kind + " is no event");
        };
    }

    private static void finished(ChatEvent.Finished finished, ObjectNode json) {
        json.put("reason", finished.reason().name());
        switch (finished.usage()) {
            case Usage.Unknown _ -> {}
            case Usage.Total(long tokens) -> json.put("tokens", tokens);
            case Usage.Counted counted ->
                    json.putObject("usage")
                            .put("prompt", counted.prompt())
                            .put("completion", counted.completion())
                            .put("total", counted.total())
                            .put("cached", counted.cached())
                            .put("reasoning", counted.reasoning());
        }
        json.set("extension", finished.extension());
        for (Citation citation : finished.citations()) {
            json.withArray("citations")
                    .addObject()
                    .put("source", citation.source())
                    .put("collection", citation.collection())
                    .put("url", citation.url())
                    .put("text", citation.text())
                    .put("score", citation.score());
        }
    }

    private static ChatEvent finished(JsonNode json) {
        JsonNode counts = json.path("usage");
        Usage usage =
                counts.isObject()
                        ? new Usage.Counted(
                                counts.path("prompt").asLong(),
                                counts.path("completion").asLong(),
                                counts.path("total").asLong(),
                                counts.path("cached").asLong(0),
                                counts.path("reasoning").asLong(0))
                        : json.has("tokens")
                                ? new Usage.Total(json.path("tokens").asLong())
                                : new Usage.Unknown();
        List<Citation> citations =
                json.path("citations")
                        .valueStream()
                        .map(one ->
                                new Citation(
                                        text(one, "source"),
                                        text(one, "collection"),
                                        text(one, "url"),
                                        text(one, "text"),
                                        one.path("score").asDouble(0)))
                        .toList();
        JsonNode extension = json.path("extension");
        return new ChatEvent.Finished(
                FinishReason.valueOf(text(json, "reason")),
                usage,
                extension.isObject() ? extension : object(),
                citations);
    }

    private static void failed(ChatFailure failure, ObjectNode json) {
        json.put("code", failure.code().name())
                .put("source", failure.source())
                .put("cause", failure.cause())
                .put("fix", failure.fix())
                .put("param", failure.param())
                .put("quote", failure.quote())
                .put("retry_after", failure.retryAfterSeconds())
                .put("retryable", failure.retryable());
    }

    private static ChatEvent failed(JsonNode json) {
        return new ChatEvent.Failed(
                new ChatFailure(
                        FailureCode.valueOf(text(json, "code")),
                        text(json, "source"),
                        text(json, "cause"),
                        text(json, "fix"),
                        text(json, "param"),
                        text(json, "quote"),
                        json.path("retry_after").asInt(0),
                        json.path("retryable").asBoolean(true)));
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asString("");
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
