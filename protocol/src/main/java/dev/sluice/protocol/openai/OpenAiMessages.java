package dev.sluice.protocol.openai;

import dev.sluice.protocol.Message;
import dev.sluice.protocol.Role;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the {@code messages} of a request. */
final class OpenAiMessages {
    private OpenAiMessages() {}

    static List<Message> read(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty()) {
            throw Fields.invalid("messages", "messages must be a list with at least one message");
        }
        List<Message> read = new ArrayList<>(messages.size());
        for (JsonNode message : messages) {
            read.add(message(message, "messages[%d]".formatted(read.size())));
        }
        return read;
    }

    private static Message message(JsonNode message, String path) {
        if (!message.isObject()) {
            throw Fields.invalid(path, path + " must be an object");
        }
        Role role = role(message.path("role").asString(""), path + ".role");
        return new Message(role, content(message.path("content"), role, path + ".content"));
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

    private static String content(JsonNode content, Role role, String path) {
        if (content.isString()) {
            return content.stringValue();
        }
        if (content.isArray()) {
            return parts(content, path);
        }
        // An assistant that only called a tool said nothing.
        if (Fields.absent(content) && role == Role.ASSISTANT) {
            return "";
        }
        throw Fields.invalid(path, path + " must be a string or a list of text parts");
    }

    /** Parts are texts of their own, such as a document and a question, and stay on own lines. */
    private static String parts(JsonNode parts, String path) {
        List<String> texts = new ArrayList<>(parts.size());
        for (JsonNode part : parts) {
            texts.add(text(part, "%s[%d]".formatted(path, texts.size())));
        }
        return String.join("\n", texts);
    }

    private static String text(JsonNode part, String path) {
        JsonNode type = part.path("type");
        if (!type.isString()) {
            throw Fields.invalid(path + ".type", path + ".type must be a string");
        }
        if (!type.stringValue().equals("text")) {
            throw Fields.unsupported(
                    path + ".type",
                    "A message has a part that is not text",
                    "Send text parts only, and files by reference in dify.files");
        }
        JsonNode text = part.path("text");
        if (!text.isString()) {
            throw Fields.invalid(path + ".text", path + ".text must be a string");
        }
        return text.stringValue();
    }
}
