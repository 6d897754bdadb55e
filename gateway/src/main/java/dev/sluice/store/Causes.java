package dev.sluice.store;

import java.util.stream.Stream;

/** What is behind a failure. */
final class Causes {
    private Causes() {}

    /** Itself first, the deepest last. */
    static Stream<Throwable> of(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
    }
}
