package dev.sluice.protocol;

import java.util.Objects;

/** One turn of a chat. */
public record Message(Role role, String text) {
    public Message {
        Objects.requireNonNull(role);
        Objects.requireNonNull(text);
    }
}
