package dev.sluice.protocol.dify;

import dev.sluice.protocol.Message;
import dev.sluice.protocol.Role;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A chat as the one text that Dify takes. A single message is that text as it is. Of several each
 * becomes a paragraph that begins with its role, instructions first:
 *
 * <pre>
 * System: Answer in one word.
 *
 * User: What is the capital of Peru?
 *
 * Assistant: Lima
 *
 * User: And of Chile?
 * </pre>
 *
 * A chat that does not end with its user is told in the same order, so that the model goes on from
 * its own last words or from a tool's. Instructions that stand last stay there, since they are what
 * is to be done with the rest, as where a client asks for a summary of the chat.
 */
final class Prompt {
    private Prompt() {}

    static String of(List<Message> messages) {
        return told(spoken(messages));
    }

    /** A turn that only called a tool has no text. */
    private static List<Message> spoken(List<Message> messages) {
        return messages.stream().filter(message -> !message.text().isBlank()).toList();
    }

    private static String told(List<Message> told) {
        if (told.size() == 1) {
            return told.getFirst().text();
        }
        int closing = told.size();
        while (closing > 0 && isInstruction(told.get(closing - 1))) {
            closing--;
        }
        List<Message> before = told.subList(0, closing);
        return Stream.of(
                        before.stream().filter(Prompt::isInstruction),
                        before.stream().filter(message -> !isInstruction(message)),
                        told.subList(closing, told.size()).stream())
                .flatMap(Function.identity())
                .map(message -> label(message.role()) + ": " + message.text())
                .collect(Collectors.joining("\n\n"));
    }

    private static boolean isInstruction(Message message) {
        return message.role() == Role.SYSTEM;
    }

    private static String label(Role role) {
        return switch (role) {
            case SYSTEM -> "System";
            case USER -> "User";
            case ASSISTANT -> "Assistant";
            case TOOL -> "Tool";
        };
    }
}
