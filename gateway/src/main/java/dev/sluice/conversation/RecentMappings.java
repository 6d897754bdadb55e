package dev.sluice.conversation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The mappings of the last hours, for when the database cannot be read. Thread-safe. */
final class RecentMappings {
    /** In memory some 20 MB. */
    private static final int MOST = 20_000;

    /** By their chats, and in each by their ids; the last used is last in both. */
    private final LinkedHashMap<ChatKey, LinkedHashMap<String, Mapping>> chats =
            new LinkedHashMap<>();

    private int count;

    synchronized void add(Mapping mapping) {
        ChatKey key = mapping.key();
        ChatKey before = key.withoutModel();
        if (!before.equals(key)) {
            remove(before, mapping.id());
        }
        remove(key, mapping.id());
        LinkedHashMap<String, Mapping> ofChat = chats.getOrDefault(key, new LinkedHashMap<>());
        ofChat.put(mapping.id(), mapping);
        chats.putLast(key, ofChat);
        count++;
        if (ofChat.size() > MappingRows.most(key)) {
            ofChat.pollFirstEntry();
            count--;
        }
        while (count > MOST) {
            count -= chats.pollFirstEntry().getValue().size();
        }
    }

    private void remove(ChatKey key, String id) {
        var ofChat = chats.get(key);
        if (ofChat != null && ofChat.remove(id) != null) {
            count--;
        }
    }

    /** Of this chat, and of the same before models counted. */
    synchronized List<Mapping> find(ChatKey key) {
        var found = new ArrayList<Mapping>();
        for (ChatKey each : List.of(key.withoutModel(), key)) {
            found.addAll(chats.getOrDefault(each, new LinkedHashMap<>()).values());
        }
        return found;
    }
}
