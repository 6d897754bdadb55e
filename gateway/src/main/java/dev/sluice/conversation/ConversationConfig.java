package dev.sluice.conversation;

import java.time.Duration;
import java.util.Objects;

/**
 * How long conversations are remembered, and which requests are no part of any.
 *
 * @param retention since the last use; zero for ever
 * @param side how requests begin that a front end makes for itself, empty when none does
 * @param sideMark what such a request also holds
 */
public record ConversationConfig(Duration retention, String side, String sideMark) {
    public static final ConversationConfig DEFAULT =
            new ConversationConfig(Duration.ofDays(30), "### Task:", "<chat_history>");

    public ConversationConfig {
        Objects.requireNonNull(retention);
        Objects.requireNonNull(side);
        Objects.requireNonNull(sideMark);
    }
}
