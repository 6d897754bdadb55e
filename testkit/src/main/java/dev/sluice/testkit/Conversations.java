package dev.sluice.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The conversations of one app, oldest first; used by event loops and by tests. */
final class Conversations {
    /** A benchmark would otherwise keep all it ever began. */
    private static final int KEPT = 20_000;

    private final Map<String, HeldConversation> held = new LinkedHashMap<>();

    synchronized void begin(HeldConversation conversation) {
        if (held.size() == KEPT) {
            held.remove(held.keySet().iterator().next());
        }
        held.put(conversation.id(), conversation);
    }

    synchronized void add(String id, HeldTurn turn) {
        find(id).ifPresent(conversation -> conversation.add(turn));
    }

    /** That of the user, if there is such a one. */
    synchronized Optional<HeldConversation> of(String id, String user) {
        return find(id).filter(conversation -> conversation.user().equals(user));
    }

    synchronized List<HeldConversation> of(String user) {
        return held.values().stream().filter(one -> one.user().equals(user)).toList();
    }

    synchronized void delete(String id) {
        held.remove(id);
    }

    synchronized void complete(String id) {
        find(id).ifPresent(HeldConversation::complete);
    }

    synchronized void clear() {
        held.clear();
    }

    synchronized List<Conversation> seen(String appKey) {
        List<Conversation> seen = new ArrayList<>();
        held.values().forEach(conversation -> seen.add(conversation.seen(appKey)));
        return seen;
    }

    private Optional<HeldConversation> find(String id) {
        return Optional.ofNullable(held.get(id));
    }
}
