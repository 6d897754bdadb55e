package dev.sluice.registry;

import java.util.Objects;

/**
 * How chats are told to an upstream.
 *
 * @param user what it calls the users, with {@code {client}} and {@code {user}} in the place of
 *     their names
 */
public record ChatSettings(Memory memory, String user) {
    public static final ChatSettings DEFAULT = new ChatSettings(Memory.MAPPED, "{client}:{user}");

    public ChatSettings {
        Objects.requireNonNull(memory);
        Objects.requireNonNull(user);
    }
}
