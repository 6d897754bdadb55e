package dev.sluice.access;

import java.util.Objects;

/**
 * Where requests name users and chats: header names, in any case and exact otherwise.
 *
 * @param userHeader names the user
 * @param chatHeader names the chat
 * @param sessionHeader names the chat too, where nothing else does
 * @param conversationHeader names the upstream's own conversation
 * @param tokenHeader holds a signed token that names the user
 * @param tokenSecret what the token is signed with; when it is set, nothing but a token names users
 */
public record IdentityConfig(
        String userHeader,
        String chatHeader,
        String sessionHeader,
        String conversationHeader,
        String tokenHeader,
        String tokenSecret) {
    public static final IdentityConfig DEFAULT =
            new IdentityConfig(
                    "X-OpenWebUI-User-Id",
                    "X-OpenWebUI-Chat-Id",
                    "X-Session-Id",
                    "X-Dify-Conversation-Id",
                    "X-OpenWebUI-User-Jwt",
                    "");

    public IdentityConfig {
        Objects.requireNonNull(userHeader);
        Objects.requireNonNull(chatHeader);
        Objects.requireNonNull(sessionHeader);
        Objects.requireNonNull(conversationHeader);
        Objects.requireNonNull(tokenHeader);
        Objects.requireNonNull(tokenSecret);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "IdentityConfig[" + userHeader + ", " + chatHeader + "]";
    }
}
