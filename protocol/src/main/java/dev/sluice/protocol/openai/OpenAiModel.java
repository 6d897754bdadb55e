package dev.sluice.protocol.openai;

import java.util.List;
import java.util.Objects;

/**
 * A model as clients see it.
 *
 * @param name that people see in the place of the id, empty when there is none
 * @param description what it is for, empty when nobody says
 * @param tags the words it is filed under
 * @param callsTools whether it calls tools that a request brings
 * @param takesImages whether a message to it may hold images
 */
public record OpenAiModel(
        String id,
        String name,
        String description,
        List<String> tags,
        boolean callsTools,
        boolean takesImages) {
    public OpenAiModel {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(description);
        tags = List.copyOf(tags);
    }
}
