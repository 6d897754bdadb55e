package dev.sluice.protocol;

import java.util.List;
import java.util.Objects;

/** What a client asks for, whatever its wire. */
public record ChatRequest(
        String model,
        List<Message> messages,
        Output output,
        Sampling sampling,
        Tools tools,
        Origin origin,
        OriginalBody original) {
    public ChatRequest {
        Objects.requireNonNull(model);
        messages = List.copyOf(messages);
        Objects.requireNonNull(output);
        Objects.requireNonNull(sampling);
        Objects.requireNonNull(tools);
        Objects.requireNonNull(origin);
        Objects.requireNonNull(original);
    }

    /** With no wish but the form of its answer. */
    public ChatRequest(String model, List<Message> messages, Output output) {
        this(
                model,
                messages,
                output,
                Sampling.DEFAULT,
                Tools.NONE,
                Origin.UNKNOWN,
                OriginalBody.NONE);
    }

    /** Whether the answer is wanted in pieces. */
    public boolean stream() {
        return output.stream();
    }

    /** The upstream's conversation to go on with, empty for a new one. */
    public String conversation() {
        return origin.conversation();
    }

    /** How many characters it keeps in memory, beside those of {@link #original}. */
    public long characters() {
        return messages.stream().mapToLong(Message::characters).sum()
                + tools.characters()
                + output.format().characters()
                + sampling.logitBias().length();
    }

    /** The same with other messages. */
    public ChatRequest saying(List<Message> others) {
        return new ChatRequest(model, others, output, sampling, tools, origin, original);
    }

    /** The same from elsewhere. */
    public ChatRequest from(Origin other) {
        return new ChatRequest(model, messages, output, sampling, tools, other, original);
    }

    /** The same with that body. */
    public ChatRequest with(OriginalBody other) {
        return new ChatRequest(model, messages, output, sampling, tools, origin, other);
    }

    /** The same in that conversation; empty for a new one. */
    public ChatRequest in(String conversation) {
        return from(new Origin(origin.user(), origin.metadata(), conversation));
    }

    /** Without anybody's words or name. */
    @Override
    public String toString() {
        return "ChatRequest[" + model + "]";
    }
}
