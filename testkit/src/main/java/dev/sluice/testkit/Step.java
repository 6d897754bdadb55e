package dev.sluice.testkit;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * One thing a simulated run does, in the order of its script.
 *
 * <p>Any step can be played in any mode, so that a client can also be shown what no server sends.
 */
public sealed interface Step {
    /** What is no event of Dify's. */
    sealed interface Flow extends Step {}

    /** What an app says. */
    sealed interface Said extends Step {}

    /** What happens on a canvas. */
    sealed interface Canvas extends Step {}

    /**
     * A part of the answer, as {@code message}, {@code agent_message} or {@code text_chunk}; the
     * app's pace lies between two.
     */
    record Text(String delta) implements Said {}

    /**
     * A part of the answer that comes from this variable of a node; other parts come from the
     * model's text.
     *
     * @param node empty for a text that no node made
     * @param variable a name, or names with dots between them
     */
    record TextOf(String node, String variable, String delta) implements Said {}

    /**
     * A {@code message} also where the answer comes otherwise: a New Agent's closing text, or a
     * preset answer of an agent.
     */
    record Message(String answer) implements Said {}

    /**
     * {@code agent_thought}; a later one of the same position replaces an earlier.
     *
     * @param tool names with {@code ;} between them
     * @param toolInput JSON as a string
     * @param files URLs that {@link MessageFile} told
     */
    record Thought(
            int position,
            String thought,
            String tool,
            String toolInput,
            String observation,
            List<String> files)
            implements Said {
        public Thought {
            files = List.copyOf(files);
        }

        /** How a round begins. */
        public Thought(int position) {
            this(position, "", "", "", "", List.of());
        }

        public Thought thinking(String text) {
            return new Thought(position, text, tool, toolInput, observation, files);
        }

        public Thought calling(String name, String input) {
            return new Thought(position, thought, name, input, observation, files);
        }

        public Thought observing(String result, String... urls) {
            return new Thought(position, thought, tool, toolInput, result, List.of(urls));
        }
    }

    /** {@code message_file}: an image that the model or a tool made. */
    record MessageFile(String url) implements Said {}

    /** {@code message_replace} or {@code text_replace}. */
    record Replace(String text, String reason) implements Said {
        public Replace(String text) {
            this(text, "");
        }
    }

    /** {@code tts_message}, or {@code tts_message_end} when there is no audio. */
    record Speech(String base64) implements Said {}

    /** {@code error}, after which a stream ends. */
    record Failed(int status, String code, String message) implements Said {}

    /** The keep-alive frame without data. */
    record Ping() implements Flow {}

    /** Pings and nothing else for so long, or until the run is stopped or the client leaves. */
    record Pings(Duration every, Duration length) implements Flow {
        private static final Duration ENDLESS = Duration.ofDays(1);

        public Pings(Duration every) {
            this(every, ENDLESS);
        }
    }

    /** An SSE comment, as proxies in between may send. */
    record Comment(String text) implements Flow {}

    record Silence(Duration length) implements Flow {}

    /**
     * Silence without end: the connection stays open until the run is stopped or the client leaves.
     */
    record Hold() implements Flow {}

    /** These bytes, whatever they are; ISO_8859_1 gives any byte. */
    record Raw(String bytes, Charset charset) implements Flow {
        public Raw(String text) {
            this(text, StandardCharsets.UTF_8);
        }
    }

    /** What a stopped run shows last; a stop request has the same effect. */
    record Stopped() implements Flow {}

    /**
     * The regular terminal: {@code message_end}, or {@code workflow_finished} with this status, or
     * for a chatflow both in the order of its age.
     */
    record End(String status, String error) implements Flow {
        public End() {
            this("succeeded", "");
        }
    }

    /**
     * {@code message_end} alone, as a chatflow sends it whose input moderation answered for it; the
     * stream goes on.
     */
    record MessageEnd() implements Flow {}

    /** {@code workflow_started}. */
    record Started() implements Canvas {}

    record NodeStarted(Node node) implements Canvas {}

    /**
     * An error that is not empty makes the node a failed one.
     *
     * @param handled whether the run goes on after the error; the status is {@code exception}
     */
    record NodeFinished(Node node, String output, String error, boolean handled) implements Canvas {
        public NodeFinished(Node node, String output) {
            this(node, output, "");
        }

        public NodeFinished(Node node, String output, String error) {
            this(node, output, error, false);
        }
    }

    record NodeRetry(Node node, int attempt, String error) implements Canvas {}

    /** {@code iteration_*} or {@code loop_*}, by the type of the node, in its n-th round. */
    record Round(Node container, Phase phase, int index) implements Canvas {}

    /** Where the rounds of a container are. */
    enum Phase {
        STARTED,
        NEXT,
        COMPLETED
    }

    /** {@code parallel_branch_started} or {@code parallel_branch_finished}, until 1.8. */
    record Branch(String id, boolean finished) implements Canvas {}

    /**
     * {@code agent_log}.
     *
     * @param parent the label of the entry it belongs to, or empty
     * @param data a JSON object
     */
    record AgentLog(Node node, String label, String parent, String status, String data)
            implements Canvas {}

    record Reasoning(String delta, boolean isFinal) implements Canvas {}

    /** {@code human_input_required} and {@code workflow_paused}. */
    record Paused(String question) implements Canvas {}

    /** {@code human_input_form_filled} with this choice. */
    record FormFilled(String action) implements Canvas {}

    /** {@code human_input_form_timeout}. */
    record FormTimedOut() implements Canvas {}

    /** {@code workflow_started} and {@code workflow_finished} of a run that could not begin. */
    record NeverBegan(String error) implements Canvas {}

    /**
     * A node of the canvas; the type decides what its events carry.
     *
     * @param iteration the iteration it is inside, or empty
     * @param loop the loop it is inside, or empty
     */
    record Node(String id, String type, String title, String iteration, String loop) {
        public static final Node START = new Node("1763738400001", "start", "Start");
        public static final Node LLM = new Node("1763738400002", "llm", "LLM");
        public static final Node END = new Node("1763738400003", "end", "End");
        public static final Node ANSWER = new Node("answer", "answer", "Answer");
        public static final Node ITERATION = new Node("1763738400005", "iteration", "Each");
        public static final Node LOOP = new Node("1763738400006", "loop", "Again");

        public Node(String id, String type, String title) {
            this(id, type, title, "", "");
        }

        public Node inside(Node container) {
            return container.type.equals("loop")
                    ? new Node(id, type, title, iteration, container.id)
                    : new Node(id, type, title, container.id, loop);
        }
    }
}
