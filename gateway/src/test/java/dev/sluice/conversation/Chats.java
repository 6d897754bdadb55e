package dev.sluice.conversation;

import dev.sluice.protocol.Message;
import java.util.List;

/** Mappings of chats of one user's. */
final class Chats {
    /** What a request shows that begins a chat. */
    static final Turns ALONE = Turns.of(List.of(new Message.User("Hello?")));

    private Chats() {}

    static ChatKey key(String chat) {
        return new ChatKey(ChatKey.DEFAULT_TENANT, "webui", "support", "ada", chat, "model");
    }

    /** After so many turns, the last of them so many milliseconds after the epoch. */
    static Mapping mapping(String chat, String conversation, int turns, long usedAtMillis) {
        return mapping(key(chat), conversation, turns, usedAtMillis);
    }

    static Mapping mapping(ChatKey key, String conversation, int turns, long usedAtMillis) {
        var answer = new AnswerDigest("answer", "whole " + turns);
        var past =
                new Past(
                        turns,
                        "earlier",
                        "turn " + turns,
                        answer,
                        "recent",
                        "endings",
                        "instructions",
                        "m-" + turns);
        return new Mapping(
                Mapping.idOf(key, conversation),
                key,
                "X-Chat",
                conversation,
                "webui:ada",
                past,
                1,
                usedAtMillis);
    }

    static Mapping mapping(String chat, int turns) {
        return mapping(chat, "of " + chat, turns, turns);
    }
}
