package dev.sluice.protocol;

import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * What happens in a chat, in the one vocabulary that every upstream is read into and every client
 * is written from. An answer is {@code Started}, perhaps after {@code Waiting} and {@code Loading},
 * then content and progress, then one of {@code Finished} and {@code Failed}; nothing follows that.
 */
public sealed interface ChatEvent {

    /**
     * The upstream has begun a run; always the first event of an answer. Comes once more where only
     * a later event names the run.
     */
    record Started(RunIds ids) implements ChatEvent {
        public Started {
            Objects.requireNonNull(ids);
        }
    }

    /** More of the answer. */
    record Text(String delta) implements ChatEvent {
        public Text {
            Objects.requireNonNull(delta);
        }
    }

    /**
     * A file that is part of the answer.
     *
     * @param kind {@code image}, or whatever else the upstream calls it
     * @param markdown the file as a line of text, for clients that show nothing but text
     */
    record File(String kind, String url, String markdown) implements ChatEvent {
        public File {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(url);
            Objects.requireNonNull(markdown);
        }
    }

    /** More of what the model thought on its way to the answer. */
    record Reasoning(String delta) implements ChatEvent {
        public Reasoning {
            Objects.requireNonNull(delta);
        }
    }

    /**
     * More of a call of a tool that the client brought.
     *
     * @param index of the call in the answer; calls may be told by turns
     * @param id by which its result will name the call; only in its first delta, else empty
     * @param name of the tool; only in its first delta, else empty
     * @param arguments more of the JSON object with its arguments
     */
    record ToolCallDelta(int index, String id, String name, String arguments) implements ChatEvent {
        /** No client takes more calls in one answer (openai-node 7). */
        public static final int MOST_CALLS = 128;

        public ToolCallDelta {
            Objects.checkIndex(index, MOST_CALLS);
            Objects.requireNonNull(id);
            Objects.requireNonNull(name);
            Objects.requireNonNull(arguments);
        }
    }

    /** Why the run has not begun yet. */
    sealed interface Delay extends ChatEvent {}

    /**
     * The request waits for its turn.
     *
     * @param position how many stand before it, and itself; zero when it is not known
     * @param seconds how long that may take, zero when it is not known
     */
    record Waiting(int position, long seconds) implements Delay {}

    /** The upstream brings the model into its memory before it can answer. */
    record Loading(String model) implements Delay {
        public Loading {
            Objects.requireNonNull(model);
        }
    }

    /** The whole answer so far is void; this stands in its place. */
    record Replaced(String text) implements ChatEvent {
        public Replaced {
            Objects.requireNonNull(text);
        }
    }

    /**
     * The upstream works, and there is nothing for the client in it: steps may carry prompts.
     *
     * @param step what the app's author calls the step that began, empty when none did
     */
    record Progress(String step) implements ChatEvent {
        public Progress {
            Objects.requireNonNull(step);
        }
    }

    /**
     * The answer is complete.
     *
     * @param extension members for the client beside the standard ones, an empty object when none
     * @param citations what the answer rests on, for clients that show it
     */
    record Finished(FinishReason reason, Usage usage, JsonNode extension, List<Citation> citations)
            implements ChatEvent {
        public Finished {
            Objects.requireNonNull(reason);
            Objects.requireNonNull(usage);
            Objects.requireNonNull(extension);
            citations = List.copyOf(citations);
        }

        /** Without citations. */
        public Finished(FinishReason reason, Usage usage, JsonNode extension) {
            this(reason, usage, extension, List.of());
        }
    }

    /** The answer is not complete, and will not be. */
    record Failed(ChatFailure failure) implements ChatEvent {
        public Failed {
            Objects.requireNonNull(failure);
        }
    }
}
