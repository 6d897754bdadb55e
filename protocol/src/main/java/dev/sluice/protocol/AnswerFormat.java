package dev.sluice.protocol;

import java.util.Objects;

/**
 * How an answer is presented to its client.
 *
 * @param extension whether members of the gateway's own stand beside the standard ones
 * @param images whether pictures have a place of their own, beside the text
 */
public record AnswerFormat(ReasoningFormat reasoning, boolean extension, boolean images) {
    public static final AnswerFormat DEFAULT = new AnswerFormat(ReasoningFormat.FIELD, true, false);

    public AnswerFormat {
        Objects.requireNonNull(reasoning);
    }
}
