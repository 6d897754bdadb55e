package dev.sluice.protocol;

import java.util.List;
import java.util.Objects;

/**
 * What a client asks for, whatever its wire.
 *
 * @param user the name the client gave its user, empty when it gave none
 * @param app what it says to the app that answers
 * @param reasoning the name of the {@link ReasoningFormat} it asks for, empty when it asks for none
 */
public record ChatRequest(
        String model,
        List<Message> messages,
        boolean stream,
        boolean includeUsage,
        String user,
        Metadata metadata,
        AppOptions app,
        String reasoning) {
    public ChatRequest {
        Objects.requireNonNull(model);
        messages = List.copyOf(messages);
        Objects.requireNonNull(user);
        Objects.requireNonNull(metadata);
        Objects.requireNonNull(app);
        Objects.requireNonNull(reasoning);
    }

    /** With reasoning as the upstream's settings say. */
    public ChatRequest(
            String model,
            List<Message> messages,
            boolean stream,
            boolean includeUsage,
            String user,
            Metadata metadata,
            AppOptions app) {
        this(model, messages, stream, includeUsage, user, metadata, app, "");
    }

    /** The same with other messages. */
    public ChatRequest saying(List<Message> others) {
        return new ChatRequest(model, others, stream, includeUsage, user, metadata, app, reasoning);
    }

    /** The same in that conversation; empty for a new one. */
    public ChatRequest in(String conversation) {
        var other = new AppOptions(app.inputs(), app.files(), conversation);
        return new ChatRequest(
                model, messages, stream, includeUsage, user, metadata, other, reasoning);
    }

    /** Without anybody's words or name. */
    @Override
    public String toString() {
        return "ChatRequest[" + model + "]";
    }
}
