package dev.sluice.protocol;

import java.util.Objects;

/** What names a run at its upstream; a name the upstream did not give is empty. */
public record RunIds(String task, String message, String conversation) {
    public static final RunIds NONE = new RunIds("", "", "");

    public RunIds {
        Objects.requireNonNull(task);
        Objects.requireNonNull(message);
        Objects.requireNonNull(conversation);
    }

    /** Whether the upstream gave none. */
    public boolean isEmpty() {
        return equals(NONE);
    }
}
