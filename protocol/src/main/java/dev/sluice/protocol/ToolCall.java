package dev.sluice.protocol;

import java.util.Objects;

/**
 * A tool that a model called.
 *
 * @param id by which its result names the call, empty where the wire has none
 * @param arguments as the model wrote them, usually a JSON object
 */
public record ToolCall(String id, String name, String arguments) {
    public ToolCall {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(arguments);
    }

    int characters() {
        return id.length() + name.length() + arguments.length();
    }
}
