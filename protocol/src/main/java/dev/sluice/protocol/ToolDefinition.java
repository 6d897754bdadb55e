package dev.sluice.protocol;

import java.util.Objects;

/**
 * A tool that a client brings.
 *
 * @param description for the model, empty for none
 * @param schema of its arguments, as JSON; empty where it takes none
 * @param strict whether a call must fit the schema
 */
public record ToolDefinition(
        Kind kind, String name, String description, String schema, boolean strict) {
    /** What a call of it brings. */
    public enum Kind {
        /** Arguments as a JSON object. */
        FUNCTION,
        /** A text. */
        CUSTOM,
        /** The vendor runs it; its type is the name. */
        BUILT_IN
    }

    public ToolDefinition {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(name);
        Objects.requireNonNull(description);
        Objects.requireNonNull(schema);
    }

    long characters() {
        return (long) name.length() + description.length() + schema.length();
    }
}
