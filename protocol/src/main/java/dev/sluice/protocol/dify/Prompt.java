package dev.sluice.protocol.dify;

import dev.sluice.protocol.Message;
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

    /** A message with its words, which are joined once. */
    private record Spoken(Message message, String text) {
        String labelled() {
            return label(message) + ": " + text;
        }
    }

    static String of(List<Message> messages) {
        return told(spoken(messages));
    }

    /** A turn that only called a tool has no text. */
    private static List<Spoken> spoken(List<Message> messages) {
        return messages.stream()
                .map(message -> new Spoken(message, message.text()))
                .filter(spoken -> !spoken.text().isBlank())
                .toList();
    }

    private static String told(List<Spoken> told) {
        if (told.size() == 1) {
            return told.getFirst().text();
        }
        int closing = told.size();
        while (closing > 0 && isInstruction(told.get(closing - 1))) {
            closing--;
        }
        List<Spoken> before = told.subList(0, closing);
        return Stream.of(
                        before.stream().filter(Prompt::isInstruction),
                        before.stream().filter(spoken -> !isInstruction(spoken)),
                        told.subList(closing, told.size()).stream())
                .flatMap(Function.identity())
                .map(Spoken::labelled)
                .collect(Collectors.joining("\n\n"));
    }

    private static boolean isInstruction(Spoken spoken) {
        return spoken.message() instanceof Message.Instruction;
    }

    private static String label(Message message) {
        return switch (message) {
            case Message.Instruction _ -> "System";
            case Message.User _ -> "User";
            case Message.Assistant _ -> "Assistant";
            case Message.ToolResult _ -> "Tool";
        };
    }
}
