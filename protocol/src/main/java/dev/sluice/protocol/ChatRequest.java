package dev.sluice.protocol;

import java.util.List;
import java.util.Objects;

/**
 * What a client asks for, whatever its wire.
 *
 * @param user the name the client gave its user, empty when it gave none
 * @param app what it says to the app that answers
 * @param options what it wants of its answer beside that
 */
public record ChatRequest(
        String model,
        List<Message> messages,
        boolean stream,
        boolean includeUsage,
        String user,
        Metadata metadata,
        AppOptions app,
        ChatOptions options) {
    public ChatRequest {
        Objects.requireNonNull(model);
        messages = List.copyOf(messages);
        Objects.requireNonNull(user);
        Objects.requireNonNull(metadata);
        Objects.requireNonNull(app);
        Objects.requireNonNull(options);
    }

    /** With no wish for its answer. */
    public ChatRequest(
            String model,
            List<Message> messages,
            boolean stream,
            boolean includeUsage,
            String user,
            Metadata metadata,
            AppOptions app) {
        this(model, messages, stream, includeUsage, user, metadata, app, ChatOptions.NONE);
    }

    /** The same with other messages. */
    public ChatRequest saying(List<Message> others) {
        return new ChatRequest(model, others, stream, includeUsage, user, metadata, app, options);
    }

    /** The same in that conversation; empty for a new one. */
    public ChatRequest in(String conversation) {
        var other = new AppOptions(app.inputs(), app.files(), conversation, app.outputs());
        return new ChatRequest(
                model, messages, stream, includeUsage, user, metadata, other, options);
    }

    /** Without anybody's words or name. */
    @Override
    public String toString() {
        return "ChatRequest[" + model + "]";
    }
}
