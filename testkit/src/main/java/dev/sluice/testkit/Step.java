package dev.sluice.testkit;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One thing a simulated run does, in the order of its script. */
public sealed interface Step {
    /**
     * A part of the answer, as {@code message} or {@code text_chunk}; the app's pace lies between
     * two.
     */
    record Text(String delta) implements Step {}

    /** The keep-alive frame without data. */
    record Ping() implements Step {}

    /** Pings without end, until the run is stopped or the client leaves. */
    record Pings(Duration every) implements Step {}

    /** An SSE comment, as proxies in between may send. */
    record Comment(String text) implements Step {}

    record Silence(Duration length) implements Step {}

    /**
     * Silence without end: the connection stays open until the run is stopped or the client leaves.
     */
    record Hold() implements Step {}

    /** These bytes, whatever they are; ISO_8859_1 gives any byte. */
    record Raw(String bytes, Charset charset) implements Step {
        public Raw(String text) {
            this(text, StandardCharsets.UTF_8);
        }
    }

    /** {@code workflow_started}. */
    record Started() implements Step {}

    record NodeStarted(Node node) implements Step {}

    /** An error that is not empty makes the node a failed one. */
    record NodeFinished(Node node, String output, String error) implements Step {
        public NodeFinished(Node node, String output) {
            this(node, output, "");
        }
    }

    /** {@code message_file} of a chat. */
    record MessageFile(String url) implements Step {}

    /** {@code message_replace} or {@code text_replace}. */
    record Replace(String text) implements Step {}

    record Reasoning(String delta, boolean isFinal) implements Step {}

    record Failed(int status, String code, String message) implements Step {}

    /** {@code human_input_required} and {@code workflow_paused}. */
    record Paused(String question) implements Step {}

    /** The regular terminal: {@code message_end}, or {@code workflow_finished} with this status. */
    record End(String status, String error) implements Step {
        public End() {
            this("succeeded", "");
        }
    }

    /** What a stopped run shows last; a stop request has the same effect. */
    record Stopped() implements Step {}

    /** A node of the canvas; the type decides what its events carry. */
    record Node(String id, String type, String title) {
        public static final Node START = new Node("1763738400001", "start", "Start");
        public static final Node LLM = new Node("1763738400002", "llm", "LLM");
        public static final Node END = new Node("1763738400003", "end", "End");
    }
}
