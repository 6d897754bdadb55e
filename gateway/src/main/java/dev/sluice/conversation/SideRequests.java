package dev.sluice.conversation;

import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.Message;
import java.util.List;
import java.util.Objects;

/**
 * Requests that a front end makes for itself, for titles and the like: how they are known without a
 * header that says so, and what becomes of them.
 *
 * @param patterns how a message of such a request reads from its beginning on, with {@code *} for
 *     any text; whatever follows is not compared
 * @param target the model that answers them, {@code refuse}, or empty for the model they ask for
 */
public record SideRequests(List<String> patterns, String target) {
    /** The target of requests that are not answered. */
    public static final String REFUSE = "refuse";

    /**
     * Those of Open WebUI up to 0.12, of LibreChat, of NextChat ({@code Topic} and {@code
     * Summarize} of its {@code app/locales}: en, cn, tw) and of older Chatbox, by their default
     * texts.
     */
    public static final SideRequests DEFAULT =
            new SideRequests(
                    List.of(
                            "### Task:*### Chat History:*<chat_history>",
                            "### Task:*You are an autocompletion system*<chat_history>",
                            "Create a concise*3-5 word title",
                            "Your task is to reflect the speaker's likely facial expression",
                            "Available Tools: [*Your task is to choose and return the correct tool",
                            "You have been provided with a set of responses from various models",
                            "Provide a concise*5-word-or-less title for the conversation",
                            "Please generate a concise*5-word-or-less title for the conversation",
                            "Analyze this conversation and provide:*concise title",
                            "Please generate a four to five word title summarizing our conversation",
                            "使用四到五个字直接返回这句话的简要主题",
                            "使用四到五個字直接返回這句話的簡要主題",
                            "Summarize*discussion briefly in 200 words or less to use as a prompt",
                            "简要总结一下*用作后续的上下文提示 prompt",
                            "簡要總結一下*用作後續的上下文提示 prompt",
                            "Based on the chat history, give this conversation a name."),
                    "");

    public SideRequests {
        patterns = List.copyOf(patterns);
        Objects.requireNonNull(target);
    }

    /** Whether they are turned away. */
    public boolean refused() {
        return target.equals(REFUSE);
    }

    /**
     * Whether this is one: its last message is in one of these words, whatever its history, or the
     * instructions of a single question are.
     */
    public boolean match(ChatRequest request) {
        List<Message> messages = request.messages();
        if (messages.isEmpty()) {
            return false;
        }
        Message last = messages.getLast();
        boolean asks = isAsking(last);
        return (asks && matches(last))
                || (isSingleQuestion(messages) && messages.stream().anyMatch(this::matches));
    }

    private static boolean isSingleQuestion(List<Message> messages) {
        return messages.stream().filter(Message.User.class::isInstance).count() == 1
                && messages.stream().allMatch(SideRequests::isAsking);
    }

    private static boolean isAsking(Message message) {
        return message instanceof Message.User || message instanceof Message.Instruction;
    }

    private boolean matches(Message message) {
        String text = message.text();
        return patterns.stream().anyMatch(pattern -> matches(pattern, text));
    }

    private static boolean matches(String pattern, String text) {
        String[] parts = pattern.split("\\*", -1);
        String begun = text.stripLeading();
        if (!begun.startsWith(parts[0])) {
            return false;
        }
        int at = parts[0].length();
        for (int i = 1; i < parts.length; i++) {
            int found = begun.indexOf(parts[i], at);
            if (found < 0) {
                return false;
            }
            at = found + parts[i].length();
        }
        return true;
    }
}
