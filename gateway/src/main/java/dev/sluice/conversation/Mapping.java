package dev.sluice.conversation;

import java.util.Objects;
import java.util.stream.Stream;

/**
 * That a chat goes on in a conversation of an upstream's.
 *
 * @param id of the mapping itself, whatever becomes of the rest
 * @param source where the requests name the chat, such as a header; empty when they do not
 * @param upstreamUser as whom the upstream knows the conversation's owner
 * @param createdAtMillis since the epoch
 */
public record Mapping(
        String id,
        ChatKey key,
        String source,
        String conversation,
        String upstreamUser,
        Past past,
        long createdAtMillis,
        long usedAtMillis) {
    /** PostgreSQL takes no text that holds it, and what it refuses would wait for ever. */
    private static final char UNSTORABLE = 0;

    private static final int MAX_NAME_CHARS = 255;

    public Mapping {
        Objects.requireNonNull(id);
        Objects.requireNonNull(key);
        Objects.requireNonNull(source);
        Objects.requireNonNull(conversation);
        Objects.requireNonNull(upstreamUser);
        Objects.requireNonNull(past);
        if (Stream.of(key.user(), key.chat(), key.model(), source, conversation, upstreamUser)
                .anyMatch(name -> name.indexOf(UNSTORABLE) >= 0)) {
            throw new IllegalArgumentException("a name has a character that is in none");
        }
    }

    /** Whether a conversation of that name can be remembered; Dify's are of 36 characters. */
    public static boolean canKeep(String conversation) {
        return conversation.length() <= MAX_NAME_CHARS && conversation.indexOf(UNSTORABLE) < 0;
    }

    /** What a new mapping of this chat to this conversation is called. */
    public static String idOf(ChatKey key, String conversation) {
        return Digest.of(key.id(), conversation);
    }

    /** Whether nothing went on in it yet. */
    boolean isNew() {
        return createdAtMillis == usedAtMillis;
    }
}
