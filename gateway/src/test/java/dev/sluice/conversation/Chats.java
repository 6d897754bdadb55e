package dev.sluice.conversation;

/** Mappings of chats of one user's. */
final class Chats {
    private Chats() {}

    static ChatKey key(String chat) {
        return new ChatKey(ChatKey.DEFAULT_TENANT, "webui", "support", "ada", chat);
    }

    /** After so many turns, the last of them so many milliseconds after the epoch. */
    static Mapping mapping(String chat, String conversation, int turns, long usedAtMillis) {
        var past = new Past(turns, "first", "earlier", "turn " + turns, "answer", turns % 2 == 0);
        return new Mapping(key(chat), "X-Chat", conversation, "webui:ada", past, 1, usedAtMillis);
    }

    static Mapping mapping(String chat, int turns) {
        return mapping(chat, "of " + chat, turns, turns);
    }
}
