package dev.sluice.protocol;

import java.util.List;
import java.util.Objects;

/**
 * What an upstream tells of itself for free.
 *
 * @param name the app's own name, empty when it has none
 * @param mode how it is to be called, in the dialect's words
 * @param promptInput the form's field that takes the prompt, empty where the dialect has one of its
 *     own
 * @param version of the upstream's program, empty when it is not known
 * @param description what the app's author says of it, empty when nothing
 * @param tags the words under which its author files it
 * @param takesImages whether a message may hold images
 */
public record Facts(
        String name,
        String mode,
        String promptInput,
        String version,
        String description,
        List<String> tags,
        boolean takesImages) {
    public Facts {
        Objects.requireNonNull(name);
        Objects.requireNonNull(mode);
        Objects.requireNonNull(promptInput);
        Objects.requireNonNull(version);
        Objects.requireNonNull(description);
        tags = List.copyOf(tags);
    }

    public Facts(String name, String mode, String promptInput) {
        this(name, mode, promptInput, "", "", List.of(), false);
    }
}
