package dev.sluice.compat.opendify;

/** Times as the systems before wrote them. */
final class Seconds {
    /** The end of the year 9999. */
    private static final double LAST = 253_402_300_799.0;

    private Seconds() {}

    /** What is no sensible time becomes the nearest that is. */
    static long toMillis(double seconds) {
        return Math.round(Math.clamp(seconds, 0.0, LAST) * 1_000);
    }
}
