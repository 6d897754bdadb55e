package dev.sluice.testkit;

/** What the player of a run does next; a {@link Step} rendered. */
sealed interface Move {
    /** Sends a frame; a text is counted, since a stop reports what was generated so far. */
    record Emit(Template frame, boolean text) implements Move {}

    record Pause(long nanos) implements Move {}

    /** Sends the frame so many times, with such a pause after each. */
    record Repeat(Template frame, long nanos, long times) implements Move {}

    /** Waits until something else ends the run. */
    record Hold() implements Move {}

    /** Waits for a worker of the server that is free. */
    record AwaitWorker() implements Move {}

    /** Goes on with what a stopped run shows last. */
    record Stop() implements Move {}
}
