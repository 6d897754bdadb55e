package dev.sluice.protocol;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** One message of a chat, by the role of its author. */
public sealed interface Message {

    /** In the order in which the client sent them. */
    List<Part> parts();

    /** The tools that the model called in it. */
    default List<ToolCall> calls() {
        return List.of();
    }

    /** The same with other parts. */
    Message with(List<Part> others);

    /**
     * Of a system or developer message.
     *
     * @param name of the author, empty where the wire gives none
     */
    record Instruction(List<Part> parts, String name) implements Message {
        public Instruction {
            parts = List.copyOf(parts);
            Objects.requireNonNull(name);
        }

        /** Of one text. */
        public Instruction(String text) {
            this(List.of(new Part.Text(text)), "");
        }

        @Override
        public Instruction with(List<Part> others) {
            return new Instruction(others, name);
        }
    }

    /**
     * Of the user.
     *
     * @param name of the author, empty where the wire gives none
     */
    record User(List<Part> parts, String name) implements Message {
        public User {
            parts = List.copyOf(parts);
            Objects.requireNonNull(name);
        }

        /** Of one text. */
        public User(String text) {
            this(List.of(new Part.Text(text)), "");
        }

        @Override
        public User with(List<Part> others) {
            return new User(others, name);
        }
    }

    /**
     * Of the model.
     *
     * @param calls the tools that it called
     * @param name of the author, empty where the wire gives none
     */
    record Assistant(List<Part> parts, List<ToolCall> calls, String name) implements Message {
        public Assistant {
            parts = List.copyOf(parts);
            calls = List.copyOf(calls);
            Objects.requireNonNull(name);
        }

        /** Of one text. */
        public Assistant(String text) {
            this(List.of(new Part.Text(text)), List.of(), "");
        }

        @Override
        public Assistant with(List<Part> others) {
            return new Assistant(others, calls, name);
        }
    }

    /**
     * What a tool returned.
     *
     * @param callId the {@link ToolCall#id} that it answers, empty where the wire has none
     * @param name of the tool, empty where the wire gives none
     */
    record ToolResult(String callId, List<Part> parts, String name) implements Message {
        public ToolResult {
            Objects.requireNonNull(callId);
            parts = List.copyOf(parts);
            Objects.requireNonNull(name);
        }

        /** Of one text. */
        public ToolResult(String callId, String text) {
            this(callId, List.of(new Part.Text(text)), "");
        }

        @Override
        public ToolResult with(List<Part> others) {
            return new ToolResult(callId, others, name);
        }
    }

    /**
     * What is said in words: the texts among its parts, each on lines of its own, since they are
     * texts of their own such as a document and a question. No copy where there is but one.
     */
    default String text() {
        List<String> texts =
                parts().stream()
                        .filter(Part.Text.class::isInstance)
                        .map(part -> ((Part.Text) part).text())
                        .toList();
        return texts.size() == 1 ? texts.getFirst() : String.join("\n", texts);
    }

    /** How many characters it keeps in memory. */
    default long characters() {
        return parts().stream().mapToLong(Part::characters).sum()
                + calls().stream().mapToLong(ToolCall::characters).sum();
    }

    /** The same with each of its texts changed. */
    default Message mapTexts(UnaryOperator<String> change) {
        return with(
                parts().stream()
                        .map(part ->
                                part instanceof Part.Text(String text)
                                        ? new Part.Text(change.apply(text))
                                        : part)
                        .toList());
    }
}
