package dev.sluice.chat;

import dev.sluice.conversation.AnswerDigest;
import dev.sluice.conversation.AnswerStart;
import dev.sluice.conversation.ChatKey;
import dev.sluice.conversation.Known;
import dev.sluice.conversation.Mapping;
import dev.sluice.conversation.Past;
import dev.sluice.conversation.Turns;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What ties a request to a chat that is remembered.
 *
 * @param source where the request names the chat
 * @param turns what the request shows of it
 * @param known which conversations it has
 * @param messageId what the front end calls the answer
 */
record Tie(ChatKey key, String source, Turns turns, Known known, String messageId) {
    Tie {
        Objects.requireNonNull(key);
        Objects.requireNonNull(source);
        Objects.requireNonNull(turns);
        Objects.requireNonNull(known);
        Objects.requireNonNull(messageId);
    }

    /** An answer that was sent, as far as it was. */
    record Sent(Telling telling, String conversation, AnswerStart text, boolean complete) {
        AnswerDigest digest(Turns turns) {
            var digest = text.digestAfter(turns.open());
            return complete ? digest : new AnswerDigest(digest.start(), "");
        }
    }

    /**
     * What is remembered when the chat has been answered.
     *
     * @param before the conversation that it was to go on in, if one is remembered
     */
    Mapping after(@Nullable Mapping before, Sent sent, long nowMillis) {
        AnswerDigest digest = sent.digest(turns);
        if (before == null) {
            String id = Mapping.idOf(key, sent.conversation());
            return mapping(id, sent, Past.of(turns, digest, messageId), nowMillis, nowMillis);
        }
        // A clock may be set back, and what is newer must look so.
        long now = Math.max(nowMillis, before.usedAtMillis() + 1);
        return before.conversation().equals(sent.conversation())
                ? mapping(
                        before.id(),
                        sent,
                        before.past().next(turns, digest, messageId),
                        before.createdAtMillis(),
                        now)
                : mapping(before.id(), sent, Past.of(turns, digest, messageId), now, now);
    }

    private Mapping mapping(String id, Sent sent, Past past, long created, long used) {
        return new Mapping(
                id, key, source, sent.conversation(), sent.telling().user(), past, created, used);
    }
}
