package dev.sluice.http;

import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.ResponseHead;

/** Hears of one call to an upstream, on the loop that the call was started on. */
public interface CallListener {

    /** The call has a place among those to its origin, and waits for no other call any more. */
    default void begun() {}

    void head(ResponseHead head);

    /** The bytes are valid until the method returns. */
    void bytes(byte[] bytes, int from, int to);

    /** The answer has ended as HTTP says it should. */
    void end();

    /** The call has failed; nothing follows. */
    void broken(FailureCode code, CallProgress progress, String detail);
}
