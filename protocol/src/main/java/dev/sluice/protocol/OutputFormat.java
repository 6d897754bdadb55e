package dev.sluice.protocol;

import java.util.Objects;

/** What the text of an answer is to be. */
public sealed interface OutputFormat {

    /** Anything. */
    record Text() implements OutputFormat {}

    /** One JSON object. */
    record JsonObject() implements OutputFormat {}

    /**
     * JSON that fits a schema.
     *
     * @param schema as JSON
     * @param strict whether anything else is a failure
     */
    record JsonSchema(String name, String schema, boolean strict) implements OutputFormat {
        public JsonSchema {
            Objects.requireNonNull(name);
            Objects.requireNonNull(schema);
        }
    }

    /** How many characters it keeps in memory. */
    default long characters() {
        return switch (this) {
            case Text _, JsonObject _ -> 0;
            case JsonSchema(String name, String schema, _) -> name.length() + schema.length();
        };
    }
}
