package dev.sluice.conversation;

import dev.sluice.protocol.ChatRequest;
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

    /**
     * Whether a front end asks for itself: for a title, for tags, for what could be asked next. Its
     * users' own turns may begin alike, but they are streamed or have another form.
     */
    public boolean isSide(ChatRequest request) {
        return !side.isEmpty()
                && !request.stream()
                && request.messages().size() == 1
                && request.messages().getFirst().text().startsWith(side)
                && request.messages().getFirst().text().contains(sideMark);
    }
}
