package dev.sluice.protocol;

import java.util.List;
import java.util.Objects;

/**
 * The tools of a request, and what it wants of them.
 *
 * @param forced the name of the one tool that must be called, empty where the model chooses
 * @param parallel whether the model may call several at once
 */
public record Tools(
        List<ToolDefinition> definitions, Choice choice, String forced, boolean parallel) {
    public static final Tools NONE = new Tools(List.of(), Choice.NONE, "", true);

    /** Whether the model calls a tool. */
    public enum Choice {
        /** It cannot, or must not. */
        NONE,
        /** It decides for itself. */
        AUTO,
        /** It must. */
        REQUIRED
    }

    public Tools {
        definitions = List.copyOf(definitions);
        Objects.requireNonNull(choice);
        Objects.requireNonNull(forced);
    }

    long characters() {
        return definitions.stream().mapToLong(ToolDefinition::characters).sum();
    }
}
