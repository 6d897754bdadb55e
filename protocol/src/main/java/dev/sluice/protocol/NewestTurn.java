package dev.sluice.protocol;

import java.util.List;

/** What a chat asks now: everything after the last answer, without standing instructions. */
public final class NewestTurn {
    private NewestTurn() {}

    /** All of the chat when nothing follows the last answer, since something has to be said. */
    public static List<Message> of(List<Message> messages) {
        List<Message> turns =
                messages.stream()
                        .filter(message -> message.role() != Role.SYSTEM)
                        .filter(message -> !message.text().isBlank())
                        .toList();
        int answered = turns.stream().map(Message::role).toList().lastIndexOf(Role.ASSISTANT);
        List<Message> newest = turns.subList(answered + 1, turns.size());
        return newest.isEmpty() ? messages : newest;
    }
}
