package dev.sluice.chat;

import dev.sluice.access.Named;
import dev.sluice.access.Speaker;
import dev.sluice.protocol.ChatRequest;
import java.util.Objects;

/**
 * A request for an answer, with all that is known of who asks.
 *
 * @param chat what the client calls the chat, if it tells
 * @param side whether a front end asks for itself, about a chat and not in it
 */
public record Asked(ChatRequest request, Speaker speaker, Named chat, boolean side) {
    public Asked {
        Objects.requireNonNull(request);
        Objects.requireNonNull(speaker);
        Objects.requireNonNull(chat);
    }

    /** The conversation that the client itself wants to go on with, empty for none. */
    String conversation() {
        return request.app().conversation();
    }
}
