package dev.sluice.protocol.openai;

import dev.sluice.protocol.Feature;
import dev.sluice.protocol.FeatureUse;
import dev.sluice.protocol.Fields;
import dev.sluice.protocol.Message;
import dev.sluice.protocol.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads the {@code messages} of a request. */
final class OpenAiMessages {
    private final List<Message> messages = new ArrayList<>();
    private final Map<Feature, FeatureUse> uses = new LinkedHashMap<>();
    private final int asking;

    private OpenAiMessages(int asking) {
        this.asking = asking;
    }

    /**
     * What was read.
     *
     * @throws dev.sluice.protocol.ChatFailedException when the messages are not valid
     */
    static OpenAiMessages of(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty()) {
            throw Fields.invalid("messages", "messages must be a list with at least one message");
        }
        var read = new OpenAiMessages(asking(messages));
        messages.forEach(read::add);
        return read;
    }

    List<Message> messages() {
        return messages;
    }

    /** The first part of each kind, in the question and elsewhere. */
    List<FeatureUse> uses() {
        return List.copyOf(uses.values());
    }

    /** Where the user's last message is that nobody has answered; -1 without one. */
    private static int asking(JsonNode messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            String role = messages.path(i).path("role").asString("");
            if (role.equals("user")) {
                return i;
            }
            if (role.equals("assistant") && messages.path(i).path("tool_calls").isEmpty()) {
                return -1;
            }
        }
        return -1;
    }

    private void add(JsonNode message) {
        String path = "messages[%d]".formatted(messages.size());
        if (!message.isObject()) {
            throw Fields.invalid(path, path + " must be an object");
        }
        messages.add(read(message, path));
    }

    private Message read(JsonNode message, String path) {
        String name = message.path("name").asString("");
        return switch (message.path("role").asString("")) {
            case "system", "developer" ->
                    new Message.Instruction(content(message, path + ".content"), name);
            case "user" -> new Message.User(content(message, path + ".content"), name);
            case "assistant" ->
                    new Message.Assistant(
                            spoken(message, path + ".content"), OpenAiTools.calls(message), name);
            case "tool", "function" ->
                    new Message.ToolResult(
                            message.path("tool_call_id").asString(""),
                            orRefusal(message, path + ".content"),
                            name);
            // A role nobody knows cannot be put in its place among the others.
            default ->
                    throw Fields.invalid(
                            path + ".role",
                            path + ".role must be system, developer, user, assistant or tool");
        };
    }

    /** With the thoughts that some clients send back. */
    private List<Part> spoken(JsonNode message, String path) {
        List<Part> parts = orRefusal(message, path);
        String told = message.path("reasoning_content").asString("");
        String thought = told.isEmpty() ? message.path("reasoning").asString("") : told;
        return thought.isEmpty()
                ? parts
                : Stream.concat(Stream.of(new Part.Reasoning(thought)), parts.stream()).toList();
    }

    /** An assistant that only called a tool said nothing, and neither did such a tool. */
    private List<Part> orRefusal(JsonNode message, String path) {
        if (!Fields.absent(message.path("content"))) {
            return content(message, path);
        }
        String refusal = message.path("refusal").asString("");
        return refusal.isEmpty() ? List.of() : List.of(new Part.Text(refusal));
    }

    private List<Part> content(JsonNode message, String path) {
        JsonNode content = message.path("content");
        if (content.isString()) {
            return List.of(new Part.Text(content.stringValue()));
        }
        if (!content.isArray()) {
            throw Fields.invalid(path, path + " must be a string or a list of parts");
        }
        List<Part> parts = new ArrayList<>(content.size());
        for (JsonNode part : content) {
            parts.add(part(part, "%s[%d]".formatted(path, parts.size())));
        }
        return parts;
    }

    private Part part(JsonNode json, String path) {
        Part part = OpenAiParts.read(json, path);
        switch (part.kind()) {
            case TEXT, REASONING -> {}
            case IMAGE -> use(Feature.IMAGE, Feature.PAST_IMAGE, path);
            case AUDIO -> use(Feature.AUDIO, Feature.PAST_AUDIO, path);
            case FILE -> use(Feature.FILE, Feature.PAST_FILE, path);
            case OTHER -> use(Feature.OTHER_PART, Feature.PAST_OTHER_PART, path);
        }
        return part;
    }

    private void use(Feature asked, Feature past, String path) {
        Feature feature = messages.size() == asking ? asked : past;
        uses.putIfAbsent(feature, new FeatureUse(feature, path + ".type"));
    }
}
