package dev.sluice.chat;

import java.util.Objects;

/**
 * What a front end calls the messages around a question; both are empty when it does not say.
 *
 * @param answer the message that the answer will be
 * @param parent the answer before the question
 */
public record TurnIds(String answer, String parent) {
    public static final TurnIds NONE = new TurnIds("", "");

    public TurnIds {
        Objects.requireNonNull(answer);
        Objects.requireNonNull(parent);
    }
}
