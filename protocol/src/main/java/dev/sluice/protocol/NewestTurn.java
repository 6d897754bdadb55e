package dev.sluice.protocol;

import java.util.List;

/** What a chat asks now: everything after the last answer, without standing instructions. */
public final class NewestTurn {
    private NewestTurn() {}

    /** All of the chat when nothing follows the last answer, since something has to be said. */
    public static List<Message> of(List<Message> messages) {
        List<Message> turns =
                messages.stream().filter(message -> message.role() != Role.SYSTEM).toList();
        int from = turns.size();
        while (from > 0 && !isAnswer(turns, from - 1)) {
            from--;
        }
        List<Message> newest =
                turns.subList(from, turns.size()).stream()
                        .filter(message -> !message.text().isBlank())
                        .toList();
        return newest.isEmpty() ? messages : newest;
    }

    /** One without words is none if it called a tool, which speaks next. */
    private static boolean isAnswer(List<Message> turns, int at) {
        Message message = turns.get(at);
        boolean calls = at + 1 < turns.size() && turns.get(at + 1).role() == Role.TOOL;
        return message.role() == Role.ASSISTANT && !(calls && message.text().isBlank());
    }
}
