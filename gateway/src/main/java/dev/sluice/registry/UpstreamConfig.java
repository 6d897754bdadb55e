package dev.sluice.registry;

import java.net.URI;
import java.util.Objects;

/**
 * One upstream as the configuration tells it.
 *
 * @param type the dialect's name, such as {@code dify}
 * @param url the base URL, without a slash at its end
 * @param key the upstream's own key, empty when it needs none
 * @param model the name clients use, empty for the app's own name
 * @param mode how the app is to be called, empty to ask the upstream
 * @param chats how chats are told to it
 * @param settings how calls to it behave
 */
public record UpstreamConfig(
        String name,
        String type,
        URI url,
        String key,
        String model,
        String mode,
        ChatSettings chats,
        CallSettings settings) {
    public UpstreamConfig {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(url);
        Objects.requireNonNull(key);
        Objects.requireNonNull(model);
        Objects.requireNonNull(mode);
        Objects.requireNonNull(chats);
        Objects.requireNonNull(settings);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return name + " (" + type + " at " + url + ")";
    }
}
