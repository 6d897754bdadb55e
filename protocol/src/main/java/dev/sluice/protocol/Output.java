package dev.sluice.protocol;

import java.util.List;
import java.util.Objects;

/**
 * In what form the answer is wanted.
 *
 * @param stream whether in pieces, as they come
 * @param usage whether a stream ends with the usage
 * @param maxTokens of the answer, zero for no limit
 * @param stop texts before which the answer ends
 * @param effort how much the model is to think, in the words of the wire; empty for its own choice
 * @param verbosity how much it is to say, in the words of the wire; empty for its own choice
 * @param reasoning the name of the {@link ReasoningFormat} asked for, empty when none is
 */
public record Output(
        boolean stream,
        boolean usage,
        OutputFormat format,
        long maxTokens,
        List<String> stop,
        String effort,
        String verbosity,
        String reasoning) {
    /** In one piece. */
    public static final Output WHOLE = plain(false, false);

    /** In pieces. */
    public static final Output STREAM = plain(true, false);

    public Output {
        Objects.requireNonNull(format);
        stop = List.copyOf(stop);
        Objects.requireNonNull(effort);
        Objects.requireNonNull(verbosity);
        Objects.requireNonNull(reasoning);
    }

    /** Without further wishes. */
    public static Output plain(boolean stream, boolean usage) {
        return new Output(stream, usage, new OutputFormat.Text(), 0, List.of(), "", "", "");
    }

    /** Without the stop texts, which are a person's words. */
    @Override
    public String toString() {
        return "Output[stream=" + stream + "]";
    }
}
