package dev.sluice.chat;

import dev.sluice.conversation.ChatKey;
import dev.sluice.conversation.Known;
import dev.sluice.conversation.Mapping;
import dev.sluice.conversation.Past;
import dev.sluice.conversation.Turns;
import java.util.Objects;

/**
 * What ties a request to a chat that is remembered.
 *
 * @param source where the request names the chat
 * @param turns what the request shows of it
 */
record Tie(ChatKey key, String source, Turns turns, Known known) {
    Tie {
        Objects.requireNonNull(key);
        Objects.requireNonNull(source);
        Objects.requireNonNull(turns);
        Objects.requireNonNull(known);
    }

    /** What is remembered when the chat has been told this way, and answered. */
    Mapping after(Telling told, String conversation, String answer, long nowMillis) {
        if (!(known instanceof Known.Mapped(Mapping before))) {
            return mapping(told, conversation, Past.of(turns, answer), nowMillis, nowMillis);
        }
        // A clock may be set back, and what is newer must look so.
        long now = Math.max(nowMillis, before.usedAtMillis() + 1);
        return conversation.equals(before.conversation())
                ? mapping(
                        told,
                        conversation,
                        before.past().after(turns, answer),
                        before.createdAtMillis(),
                        now)
                : mapping(told, conversation, before.past().anew(turns, answer), now, now);
    }

    private Mapping mapping(Telling told, String conversation, Past past, long created, long used) {
        return new Mapping(key, source, conversation, told.user(), past, created, used);
    }
}
