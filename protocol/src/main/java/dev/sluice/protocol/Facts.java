package dev.sluice.protocol;

import java.util.Objects;

/**
 * What an upstream tells of itself for free.
 *
 * @param name the app's own name, empty when it has none
 * @param mode how it is to be called, in the dialect's words
 * @param promptInput the form's field that takes the prompt, empty where the dialect has one of its
 *     own
 */
public record Facts(String name, String mode, String promptInput) {
    public Facts {
        Objects.requireNonNull(name);
        Objects.requireNonNull(mode);
        Objects.requireNonNull(promptInput);
    }
}
