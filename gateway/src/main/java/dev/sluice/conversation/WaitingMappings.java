package dev.sluice.conversation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Mappings on their way to the database, in the order they came. Not thread-safe. */
final class WaitingMappings {
    private final List<Mapping> entries = new ArrayList<>();

    /** The newest state of each, by its chat and its id. */
    private final Map<ChatKey, Map<String, Mapping>> newest = new HashMap<>();

    void add(Mapping mapping) {
        entries.add(mapping);
        newest.computeIfAbsent(mapping.key(), _ -> new HashMap<>()).put(mapping.id(), mapping);
    }

    /** Whether any state of it waits. */
    boolean has(Mapping mapping) {
        return newest.getOrDefault(mapping.key(), Map.of()).containsKey(mapping.id());
    }

    /** The newest state of each that waits. */
    List<Mapping> find(ChatKey key) {
        return List.copyOf(newest.getOrDefault(key, Map.of()).values());
    }

    List<Mapping> oldest(int count) {
        return List.copyOf(entries.subList(0, Math.min(count, entries.size())));
    }

    void removeOldest(int count) {
        List<Mapping> removed = entries.subList(0, count);
        removed.forEach(this::forget);
        removed.clear();
    }

    private void forget(Mapping mapping) {
        Map<String, Mapping> ofChat = newest.getOrDefault(mapping.key(), new HashMap<>());
        if (ofChat.remove(mapping.id(), mapping) && ofChat.isEmpty()) {
            newest.remove(mapping.key());
        }
    }

    int size() {
        return entries.size();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }
}
