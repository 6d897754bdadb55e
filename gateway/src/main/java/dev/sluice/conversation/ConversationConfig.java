package dev.sluice.conversation;

import java.time.Duration;
import java.util.Objects;

/**
 * How long conversations are remembered, how chats find theirs, and which requests are no part of
 * any.
 *
 * @param retention since the last use; zero for ever
 * @param historySent whether clients send what was said before, so that a question without history
 *     begins a conversation
 * @param byHistory whether a chat without a name is known by its history
 */
public record ConversationConfig(
        Duration retention, boolean historySent, boolean byHistory, SideRequests side) {
    public static final ConversationConfig DEFAULT =
            new ConversationConfig(Duration.ofDays(30), true, true, SideRequests.DEFAULT);

    public ConversationConfig {
        Objects.requireNonNull(retention);
        Objects.requireNonNull(side);
    }
}
