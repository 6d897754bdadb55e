package dev.sluice.chat;

import dev.sluice.conversation.AnswerDigest;
import dev.sluice.conversation.AnswerStart;
import dev.sluice.conversation.ChatKey;
import dev.sluice.conversation.Known;
import dev.sluice.conversation.Mapping;
import dev.sluice.conversation.Past;
import dev.sluice.conversation.Turns;
import java.util.Objects;
import java.util.Optional;

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
     * @param before the conversation that it was to go on in
     */
    Mapping after(Optional<Mapping> before, Sent sent, long nowMillis) {
        AnswerDigest digest = sent.digest(turns);
        // A clock may be set back, and what is newer must look so.
        long now = Math.max(nowMillis, before.map(Mapping::usedAtMillis).orElse(-1L) + 1);
        boolean goesOn =
                before.map(Mapping::conversation).filter(sent.conversation()::equals).isPresent();
        return new Mapping(
                before.map(Mapping::id).orElseGet(() -> Mapping.idOf(key, sent.conversation())),
                key,
                source,
                sent.conversation(),
                sent.telling().user(),
                goesOn
                        ? before.get().past().next(turns, digest, messageId)
                        : Past.of(turns, digest, messageId),
                goesOn ? before.get().createdAtMillis() : now,
                now);
    }
}
