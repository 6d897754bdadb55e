package dev.sluice.conversation;

import java.util.Objects;

/**
 * That a chat goes on in a conversation of an upstream's.
 *
 * @param source where the requests name the chat, such as a header
 * @param upstreamUser as whom the upstream knows the conversation's owner
 * @param createdAtMillis since the epoch
 */
public record Mapping(
        ChatKey key,
        String source,
        String conversation,
        String upstreamUser,
        Past past,
        long createdAtMillis,
        long usedAtMillis) {
    public Mapping {
        Objects.requireNonNull(key);
        Objects.requireNonNull(source);
        Objects.requireNonNull(conversation);
        Objects.requireNonNull(upstreamUser);
        Objects.requireNonNull(past);
    }
}
