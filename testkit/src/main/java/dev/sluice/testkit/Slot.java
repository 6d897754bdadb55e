package dev.sluice.testkit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A hole in a template that each run fills for itself, spelled in JSON as {@code "$task"}. */
enum Slot {
    TASK,
    MESSAGE,
    CONVERSATION,
    RUN,
    CREATED,
    NOW,
    USER,
    END_USER,
    QUERY,
    /** The inputs as the run's start event tells them. */
    INPUTS,
    /** The same as the start node sees them. */
    NODE_INPUTS,
    /** The files of the request and of the answer. */
    MADE;

    private static final Map<String, Slot> BY_SPELLING =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(Slot::spelling, Function.identity()));

    static Optional<Slot> of(String text) {
        return Optional.ofNullable(BY_SPELLING.get(text));
    }

    private String spelling() {
        return "$" + name().toLowerCase(Locale.ROOT);
    }
}
