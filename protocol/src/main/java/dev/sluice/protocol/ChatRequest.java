package dev.sluice.protocol;

import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * What a client asks for, whatever its wire.
 *
 * @param user the name the client gave its user, empty when it gave none
 * @param inputs values for the form of the app that answers, an empty object when there are none
 */
public record ChatRequest(
        String model,
        List<Message> messages,
        boolean stream,
        boolean includeUsage,
        String user,
        JsonNode inputs) {
    public ChatRequest {
        Objects.requireNonNull(model);
        messages = List.copyOf(messages);
        Objects.requireNonNull(user);
        Objects.requireNonNull(inputs);
    }
}
