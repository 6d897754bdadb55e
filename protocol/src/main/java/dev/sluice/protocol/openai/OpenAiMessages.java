package dev.sluice.protocol.openai;

import dev.sluice.protocol.Message;
import dev.sluice.protocol.PartKind;
import dev.sluice.protocol.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads the {@code messages} of a request. A part that is not served is refused where the person
 * asks about it now, and left out where it is history: a chat would otherwise be refused for ever.
 */
final class OpenAiMessages {
    private static final String TEXT_ONLY =
            "Send text parts only, and files by reference in dify.files";

    private final List<Message> messages = new ArrayList<>();
    private final Set<PartKind> omitted = EnumSet.noneOf(PartKind.class);
    private final int asking;

    private OpenAiMessages(int asking) {
        this.asking = asking;
    }

    /**
     * What was read.
     *
     * @throws dev.sluice.protocol.ChatFailedException when the messages are not valid, or ask for
     *     what is not served
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

    /** The kinds of parts that earlier messages lost. */
    List<PartKind> omitted() {
        return List.copyOf(omitted);
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
        Role role = role(message.path("role").asString(""), path + ".role");
        messages.add(new Message(role, text(message, role, path + ".content")));
    }

    private static Role role(String role, String path) {
        return switch (role) {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "tool", "function" -> Role.TOOL;
            // A role nobody knows cannot be put in its place among the others.
            default ->
                    throw Fields.invalid(
                            path, path + " must be system, developer, user, assistant or tool");
        };
    }

    private String text(JsonNode message, Role role, String path) {
        JsonNode content = message.path("content");
        if (content.isString()) {
            return content.stringValue();
        }
        if (content.isArray()) {
            return parts(content, path);
        }
        // An assistant that only called a tool said nothing, and neither did such a tool.
        if (Fields.absent(content) && (role == Role.ASSISTANT || role == Role.TOOL)) {
            return message.path("refusal").asString("");
        }
        throw Fields.invalid(path, path + " must be a string or a list of parts");
    }

    /** Parts are texts of their own, such as a document and a question, and stay on own lines. */
    private String parts(JsonNode parts, String path) {
        List<String> texts = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            JsonNode part = parts.path(i);
            String at = "%s[%d]".formatted(path, i);
            if (OpenAiParts.isThought(part)) {
                continue;
            }
            PartKind kind = OpenAiParts.kind(part, at);
            if (kind == PartKind.TEXT) {
                texts.add(OpenAiParts.text(part, at));
            } else {
                omit(kind, at);
            }
        }
        return String.join("\n", texts);
    }

    private void omit(PartKind kind, String path) {
        if (messages.size() == asking) {
            throw Fields.unsupported(
                    path + ".type", "A message has a part that is not text", TEXT_ONLY);
        }
        omitted.add(kind);
    }
}
