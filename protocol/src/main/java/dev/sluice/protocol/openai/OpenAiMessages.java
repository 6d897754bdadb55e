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
import tools.jackson.databind.JsonNode;

/** Reads the {@code messages} of a request. */
final class OpenAiMessages {
    private final List<Message> messages = new ArrayList<>();
    private final PartPath path = new PartPath();
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
        path.nextMessage();
        if (!message.isObject()) {
            throw Fields.invalid(path.ofMessage(), path.ofMessage() + " must be an object");
        }
        messages.add(read(message));
    }

    private Message read(JsonNode message) {
        String name = message.path("name").asString("");
        return switch (message.path("role").asString("")) {
            case "system", "developer" -> new Message.Instruction(content(message), name);
            case "user" -> new Message.User(content(message), name);
            case "assistant" ->
                    new Message.Assistant(spoken(message), OpenAiTools.calls(message), name);
            case "tool", "function" ->
                    new Message.ToolResult(
                            message.path("tool_call_id").asString(""), orRefusal(message), name);
            // A role nobody knows cannot be put in its place among the others.
            default -> {
                String role = path.ofMessage() + ".role";
                throw Fields.invalid(
                        role, role + " must be system, developer, user, assistant or tool");
            }
        };
    }

    /** With the thoughts that some clients send back. */
    private List<Part> spoken(JsonNode message) {
        List<Part> parts = orRefusal(message);
        String told = message.path("reasoning_content").asString("");
        String thought = told.isEmpty() ? message.path("reasoning").asString("") : told;
        if (thought.isEmpty()) {
            return parts;
        }
        List<Part> all = new ArrayList<>(parts.size() + 1);
        all.add(new Part.Reasoning(thought));
        all.addAll(parts);
        return all;
    }

    /** An assistant that only called a tool said nothing, and neither did such a tool. */
    private List<Part> orRefusal(JsonNode message) {
        if (!Fields.absent(message.path("content"))) {
            return content(message);
        }
        String refusal = message.path("refusal").asString("");
        return refusal.isEmpty() ? List.of() : List.of(new Part.Text(refusal));
    }

    private List<Part> content(JsonNode message) {
        JsonNode content = message.path("content");
        if (content.isString()) {
            return List.of(new Part.Text(content.stringValue()));
        }
        if (!content.isArray()) {
            throw Fields.invalid(
                    path.ofContent(), path.ofContent() + " must be a string or a list of parts");
        }
        List<Part> parts = new ArrayList<>(content.size());
        for (JsonNode part : content) {
            path.nextPart();
            parts.add(part(part));
        }
        return parts;
    }

    private Part part(JsonNode json) {
        Part part = OpenAiParts.read(json, path);
        switch (part.kind()) {
            case TEXT, REASONING -> {}
            case IMAGE -> use(Feature.IMAGE, Feature.PAST_IMAGE);
            case AUDIO -> use(Feature.AUDIO, Feature.PAST_AUDIO);
            case FILE -> use(Feature.FILE, Feature.PAST_FILE);
            case OTHER -> use(Feature.OTHER_PART, Feature.PAST_OTHER_PART);
        }
        return part;
    }

    private void use(Feature asked, Feature past) {
        Feature feature = path.message() == asking ? asked : past;
        if (!uses.containsKey(feature)) {
            uses.put(feature, new FeatureUse(feature, path.ofPart() + ".type"));
        }
    }
}
