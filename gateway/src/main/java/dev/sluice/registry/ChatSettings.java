package dev.sluice.registry;

import java.util.Objects;

/**
 * How chats are told to an upstream.
 *
 * @param user what it calls the users, with {@code {client}} and {@code {user}} in the place of
 *     their names
 * @param answers how its answers are presented
 */
public record ChatSettings(Memory memory, String user, AnswerSettings answers) {
    public static final ChatSettings DEFAULT = new ChatSettings(Memory.MAPPED, "{client}:{user}");

    /** With answers presented as by default. */
    public ChatSettings(Memory memory, String user) {
        this(memory, user, AnswerSettings.DEFAULT);
    }

    public ChatSettings {
        Objects.requireNonNull(memory);
        Objects.requireNonNull(user);
        Objects.requireNonNull(answers);
    }
}
