package dev.sluice.chat;

import dev.sluice.access.Named;
import dev.sluice.access.Speaker;
import dev.sluice.conversation.ConversationConfig;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.VendorOptions;
import java.util.Objects;

/**
 * A request for an answer, with all that is known of who asks.
 *
 * @param options what the request says to one kind of upstream
 * @param chat what the client calls the chat, if it does
 * @param side whether a front end asks for itself, about a chat and not in it
 * @param rules how chats find their conversations
 */
public record Asked(
        ChatRequest request,
        VendorOptions options,
        Speaker speaker,
        Named chat,
        TurnIds turn,
        boolean side,
        ConversationConfig rules) {
    public Asked {
        Objects.requireNonNull(request);
        Objects.requireNonNull(options);
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
        return request.conversation();
    }
}
