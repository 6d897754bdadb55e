package dev.sluice.testkit.load;

/**
 * What came back in a stretch of time.
 *
 * @param events blank lines, each of which ends a server-sent event
 * @param bytes of the bodies
 * @param answers bodies that ended as their framing says they must
 * @param broken answers that did not, and connections that could not be made
 * @param refused answers with another status than 200; they count as answers, too
 * @param firstByte from a request to the first byte of its answer's body
 */
public record Tally(
        long events, long bytes, long answers, long broken, long refused, Latency firstByte) {
    public boolean sound() {
        return broken == 0 && refused == 0;
    }
}
