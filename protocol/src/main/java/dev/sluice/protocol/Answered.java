package dev.sluice.protocol;

import java.util.Objects;

/** A whole answer of an upstream to a {@link Call}. */
public record Answered(int status, String contentType, String body) {
    public Answered {
        Objects.requireNonNull(contentType);
        Objects.requireNonNull(body);
    }
}
