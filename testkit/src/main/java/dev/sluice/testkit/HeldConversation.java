package dev.sluice.testkit;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A conversation while the server holds it; {@link Conversations} guards it. */
final class HeldConversation {
    private final String id;
    private final String user;
    private final JsonNode inputs;
    private final long createdAt;
    private final List<HeldTurn> turns = new ArrayList<>();
    private boolean completed;

    HeldConversation(String id, String user, JsonNode inputs, long createdAt) {
        this.id = id;
        this.user = user;
        this.inputs = inputs;
        this.createdAt = createdAt;
    }

    String id() {
        return id;
    }

    String user() {
        return user;
    }

    /** Those of its first turn. */
    JsonNode inputs() {
        return inputs;
    }

    long createdAt() {
        return createdAt;
    }

    long updatedAt() {
        return turns.isEmpty() ? createdAt : turns.getLast().createdAt();
    }

    List<HeldTurn> turns() {
        return List.copyOf(turns);
    }

    boolean isCompleted() {
        return completed;
    }

    void add(HeldTurn turn) {
        turns.add(turn);
    }

    void complete() {
        completed = true;
    }

    Conversation seen(String appKey) {
        List<Conversation.Turn> seen = new ArrayList<>();
        for (HeldTurn turn : turns) {
            seen.add(new Conversation.Turn(turn.messageId(), turn.query(), turn.answer()));
        }
        return new Conversation(id, appKey, user, completed, seen);
    }
}
