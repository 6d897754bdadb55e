package dev.sluice.conversation;

import java.util.Objects;

/**
 * What makes a chat one of its kind: nobody reaches a conversation but under the very key it was
 * made under.
 *
 * @param client whose API key it came with
 * @param app the upstream that answered
 * @param user the client's user, empty when the client speaks for itself
 * @param chat what the client calls the chat
 */
public record ChatKey(String tenant, String client, String app, String user, String chat) {
    /** As long as there is only one. */
    public static final String DEFAULT_TENANT = "default";

    public ChatKey {
        Objects.requireNonNull(tenant);
        Objects.requireNonNull(client);
        Objects.requireNonNull(app);
        Objects.requireNonNull(user);
        Objects.requireNonNull(chat);
    }

    /** The same for the same key alone, and tells nothing of it. */
    public String id() {
        return Digest.of(tenant, client, app, user, chat);
    }
}
