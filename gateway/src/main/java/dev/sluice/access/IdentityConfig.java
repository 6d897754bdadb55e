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
 * @param turn what a front end says of the messages around a question
 * @param chatField a member of the body that names the chat where nothing else does, with points
 *     between nested names; empty for none
 */
public record IdentityConfig(
        String userHeader,
        String chatHeader,
        String sessionHeader,
        String conversationHeader,
        String tokenHeader,
        String tokenSecret,
        TurnHeaders turn,
        String chatField) {
    public static final IdentityConfig DEFAULT =
            new IdentityConfig(
                    "X-OpenWebUI-User-Id",
                    "X-OpenWebUI-Chat-Id",
                    "X-Session-Id",
                    "X-Dify-Conversation-Id",
                    "X-OpenWebUI-User-Jwt",
                    "");

    /**
     * Header names, in any case; empty for one that is not read.
     *
     * @param task says what a front end asks for itself, and is empty on a user's turn
     * @param message what it calls the answer
     * @param parent what it calls the answer before the question
     */
    public record TurnHeaders(String task, String message, String parent) {
        public static final TurnHeaders DEFAULT =
                new TurnHeaders(
                        "X-OpenWebUI-Task", "X-OpenWebUI-Message-Id", "X-OpenWebUI-Parent-Id");

        public TurnHeaders {
            Objects.requireNonNull(task);
            Objects.requireNonNull(message);
            Objects.requireNonNull(parent);
        }
    }

    /** With the turn's headers by their default names, and no member of the body. */
    public IdentityConfig(
            String userHeader,
            String chatHeader,
            String sessionHeader,
            String conversationHeader,
            String tokenHeader,
            String tokenSecret) {
        this(
                userHeader,
                chatHeader,
                sessionHeader,
                conversationHeader,
                tokenHeader,
                tokenSecret,
                TurnHeaders.DEFAULT,
                "");
    }

    public IdentityConfig {
        Objects.requireNonNull(userHeader);
        Objects.requireNonNull(chatHeader);
        Objects.requireNonNull(sessionHeader);
        Objects.requireNonNull(conversationHeader);
        Objects.requireNonNull(tokenHeader);
        Objects.requireNonNull(tokenSecret);
        Objects.requireNonNull(turn);
        Objects.requireNonNull(chatField);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "IdentityConfig[" + userHeader + ", " + chatHeader + "]";
    }
}
