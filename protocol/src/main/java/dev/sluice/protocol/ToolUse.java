package dev.sluice.protocol;

import java.util.Objects;

/**
 * What a request wants of the tools it brings.
 *
 * @param field the member that says so, empty where there is none
 */
public record ToolUse(Choice choice, String field) {
    public static final ToolUse NONE = new ToolUse(Choice.NONE, "");

    /** Whether the model calls a tool. */
    public enum Choice {
        /** It cannot, or must not. */
        NONE,
        /** It decides for itself. */
        AUTO,
        /** It must. */
        REQUIRED
    }

    public ToolUse {
        Objects.requireNonNull(choice);
        Objects.requireNonNull(field);
    }
}
