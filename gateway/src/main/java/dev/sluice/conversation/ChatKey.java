package dev.sluice.conversation;

import java.util.Objects;

/**
 * What makes a chat one of its kind: nobody reaches a conversation but under the very key it was
 * made under.
 *
 * @param client whose API key it came with
 * @param app the upstream that answered
 * @param user the client's user, empty when the client speaks for itself
 * @param chat what the client calls the chat, empty when it calls it nothing
 * @param model as it was asked for; empty for what was remembered before models counted
 */
public record ChatKey(
        String tenant, String client, String app, String user, String chat, String model) {
    /** As long as there is only one. */
    public static final String DEFAULT_TENANT = "default";

    public ChatKey {
        Objects.requireNonNull(tenant);
        Objects.requireNonNull(client);
        Objects.requireNonNull(app);
        Objects.requireNonNull(user);
        Objects.requireNonNull(chat);
        Objects.requireNonNull(model);
    }

    /** The same for the same key alone, and tells nothing of it. */
    public String id() {
        return model.isEmpty()
                ? Digest.of(tenant, client, app, user, chat)
                : Digest.of(tenant, client, app, user, chat, model);
    }

    /** The same chat as it was remembered before models counted. */
    ChatKey withoutModel() {
        return new ChatKey(tenant, client, app, user, chat, "");
    }

    /** Whether the client names its chat. */
    public boolean namesChat() {
        return !chat.isEmpty();
    }

    /** Whether it is said who asks, by a chat of a name or a user of a name. */
    boolean namesSomebody() {
        return namesChat() || !user.isEmpty();
    }
}
