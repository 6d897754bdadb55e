package dev.sluice.testkit;

import java.util.List;

/**
 * What a simulated server holds of a conversation.
 *
 * @param completed whether it was ended, so that no run can continue it
 */
public record Conversation(
        String id, String appKey, String user, boolean completed, List<Turn> turns) {
    /** One question and what of its answer there is; an answer is held when its run has ended. */
    public record Turn(String messageId, String query, String answer) {
        /** Neither question nor answer. */
        @Override
        public String toString() {
            return "Turn[" + messageId + "]";
        }
    }

    public Conversation {
        turns = List.copyOf(turns);
    }

    /** What was asked, in order. */
    public List<String> queries() {
        return turns.stream().map(Turn::query).toList();
    }

    /** Not the key. */
    @Override
    public String toString() {
        return "Conversation[" + id + ", " + turns.size() + " turns]";
    }
}
