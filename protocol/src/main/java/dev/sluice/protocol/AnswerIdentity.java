package dev.sluice.protocol;

import java.util.Objects;

/**
 * What names an answer to its client.
 *
 * @param requestId from which the dialect makes the id of the answer
 */
public record AnswerIdentity(String requestId, long createdSeconds) {
    public AnswerIdentity {
        Objects.requireNonNull(requestId);
    }
}
