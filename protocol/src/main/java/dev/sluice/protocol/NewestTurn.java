package dev.sluice.protocol;

import java.util.List;
import java.util.regex.Pattern;

/** What a chat asks now: everything after the last answer. */
public final class NewestTurn {
    /** Blanks of all kinds, controls, and characters that have a width and no look, or no width. */
    private static final Pattern UNSEEN =
            Pattern.compile(
                    "[\\s\\p{Z}\\p{Cc}\\p{Cf}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u2800\\u3164\\uffa0"
                            + "\\ufe00-\\ufe0f]*+");

    private NewestTurn() {}

    /** All of the chat when nothing follows the last answer, since something has to be said. */
    public static List<Message> of(List<Message> messages) {
        List<Message> newest =
                sinceAnswer(messages).stream().filter(message -> !isBlank(message)).toList();
        return newest.isEmpty() ? messages : newest;
    }

    /** The request with nothing else to say. */
    public static ChatRequest alone(ChatRequest request) {
        return request.saying(of(request.messages()));
    }

    /** Whether what follows the last answer says nothing; all of the chat when nothing follows. */
    public static boolean isBlank(List<Message> messages) {
        List<Message> newest = sinceAnswer(messages);
        return (newest.isEmpty() ? messages : newest).stream().allMatch(NewestTurn::isBlank);
    }

    /** What stands before everything that is said, and counts for all of it. */
    public static List<Message> instructions(List<Message> messages) {
        return messages.stream()
                .takeWhile(message -> message instanceof Message.Instruction)
                .toList();
    }

    private static List<Message> sinceAnswer(List<Message> messages) {
        List<Message> turns = messages.subList(instructions(messages).size(), messages.size());
        int from = turns.size();
        while (from > 0 && !isAnswer(turns, from - 1)) {
            from--;
        }
        return turns.subList(from, turns.size());
    }

    /** One without words is none if it called a tool, which speaks next. */
    private static boolean isAnswer(List<Message> turns, int at) {
        Message message = turns.get(at);
        boolean calls = at + 1 < turns.size() && turns.get(at + 1) instanceof Message.ToolResult;
        return message instanceof Message.Assistant && !(calls && isBlank(message));
    }

    private static boolean isBlank(Message message) {
        return UNSEEN.matcher(message.text()).matches();
    }
}
