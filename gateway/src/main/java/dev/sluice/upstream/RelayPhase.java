package dev.sluice.upstream;

/** How far a relay is. */
enum RelayPhase {
    /** Nothing that counts has come yet. */
    WAITING,
    /** The run has begun; the plot decides, and what comes is held. */
    HELD,
    FLOWING,
    /** The upstream is done; the plot may not be. */
    COMPLETE,
    /** Nobody waits for the answer; it is read for the run's name alone. */
    LINGERING,
    OVER
}
