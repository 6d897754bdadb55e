package dev.sluice.protocol;

import java.util.List;
import java.util.Objects;

/**
 * What a client asks for, whatever its wire.
 *
 * @param user the name the client gave its user, empty when it gave none
 * @param app what it says to the app that answers
 */
public record ChatRequest(
        String model,
        List<Message> messages,
        boolean stream,
        boolean includeUsage,
        String user,
        AppOptions app) {
    public ChatRequest {
        Objects.requireNonNull(model);
        messages = List.copyOf(messages);
        Objects.requireNonNull(user);
        Objects.requireNonNull(app);
    }
}
