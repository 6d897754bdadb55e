package dev.sluice.registry;

import dev.sluice.protocol.ReasoningFormat;
import java.util.Objects;

/**
 * How the answers of an upstream are presented.
 *
 * @param tools what becomes of tools that a request brings and the upstream cannot call
 * @param output the output of a workflow that is the answer, empty for the default
 * @param replaced what becomes of a stream whose text the upstream withdrew
 * @param reasoning how reasoning is shown
 * @param extension whether members of the gateway's own stand beside the standard ones
 * @param outputs whether clients get all outputs beside the answer without asking
 */
public record AnswerSettings(
        Tools tools,
        String output,
        Replaced replaced,
        ReasoningFormat reasoning,
        boolean extension,
        boolean outputs) {
    public static final AnswerSettings DEFAULT =
            new AnswerSettings(Tools.IGNORE, "", Replaced.FILTER, ReasoningFormat.FIELD);

    /** With the gateway's own members, and outputs only for those who ask. */
    public AnswerSettings(
            Tools tools, String output, Replaced replaced, ReasoningFormat reasoning) {
        this(tools, output, replaced, reasoning, true, false);
    }

    /** What becomes of tools that cannot be called. */
    public enum Tools {
        IGNORE,
        REFUSE
    }

    /** What becomes of a stream whose text was withdrawn. */
    public enum Replaced {
        /** It ends with the finish reason {@code content_filter}. */
        FILTER,
        /** It ends as a failure. */
        FAIL
    }

    public AnswerSettings {
        Objects.requireNonNull(tools);
        Objects.requireNonNull(output);
        Objects.requireNonNull(replaced);
        Objects.requireNonNull(reasoning);
    }
}
