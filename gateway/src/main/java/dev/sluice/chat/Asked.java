package dev.sluice.chat;

import dev.sluice.access.Named;
import dev.sluice.access.Speaker;
import dev.sluice.conversation.ConversationConfig;
import dev.sluice.protocol.ChatRequest;
import java.util.Objects;

/**
 * A request for an answer, with all that is known of who asks.
 *
 * @param chat what the client calls the chat, if it does
 * @param side whether a front end asks for itself, about a chat and not in it
 * @param rules how chats find their conversations
 */
public record Asked(
        ChatRequest request,
        Speaker speaker,
        Named chat,
        TurnIds turn,
        boolean side,
        ConversationConfig rules) {
    public Asked {
        Objects.requireNonNull(request);
        Objects.requireNonNull(speaker);
        Objects.requireNonNull(chat);
        Objects.requireNonNull(turn);
        Objects.requireNonNull(rules);
    }

    /** The model whose upstreams answer: side requests may have one of their own. */
    String model() {
        return side && !rules.side().target().isEmpty() ? rules.side().target() : request.model();
    }

    /** The conversation that the client itself wants to go on with, empty for none. */
    String conversation() {
        return request.app().conversation();
    }
}
