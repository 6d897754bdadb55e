package dev.sluice.protocol;

/** How one API spells failures, for its clients. Pure. */
public interface ErrorDialect {

    /** The response to a request that failed before a response had begun. */
    WireError error(ChatFailure failure, String requestId);

    /**
     * Ends a stream that has begun.
     *
     * @param out takes the last bytes, never those that make the stream look complete
     */
    StreamEnd breakOff(ChatFailure failure, String requestId, WireBuffer out);
}
