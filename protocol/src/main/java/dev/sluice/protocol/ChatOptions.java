package dev.sluice.protocol;

import java.util.List;
import java.util.Objects;

/**
 * What a request wants of its answer, beside the chat itself.
 *
 * @param tools what it wants of the tools it brings
 * @param stop texts before which the answer ends
 * @param parameters names of the members that set how the model answers, never their values
 * @param omitted the parts that were left out of earlier messages, since no upstream takes them
 * @param reasoning the name of the {@link ReasoningFormat} it asks for, empty when it asks for none
 */
public record ChatOptions(
        ToolUse tools,
        List<String> stop,
        List<String> parameters,
        List<PartKind> omitted,
        String reasoning) {
    public static final ChatOptions NONE =
            new ChatOptions(ToolUse.NONE, List.of(), List.of(), List.of(), "");

    public ChatOptions {
        Objects.requireNonNull(tools);
        stop = List.copyOf(stop);
        parameters = List.copyOf(parameters);
        omitted = List.copyOf(omitted);
        Objects.requireNonNull(reasoning);
    }

    /** Without the stop texts, which are a person's words. */
    @Override
    public String toString() {
        return "ChatOptions" + parameters;
    }
}
