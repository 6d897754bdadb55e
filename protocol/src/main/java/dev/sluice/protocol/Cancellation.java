package dev.sluice.protocol;

import java.util.Objects;

/** How a run is ended that nobody waits for any more. */
public sealed interface Cancellation {

    /** The upstream ends the run when its connection closes. */
    record CloseConnection() implements Cancellation {}

    /**
     * By a call.
     *
     * @param readOnSeconds how long the response is read after it, where the upstream keeps only
     *     what is read; zero to close the connection at once
     */
    record Send(Call call, int readOnSeconds) implements Cancellation {
        public Send {
            Objects.requireNonNull(call);
        }
    }

    /**
     * By a call that needs an id which no event has named yet; the response is read for it.
     *
     * @param limitSeconds how long, unless the run waits for a worker meanwhile
     */
    record ReadOnForId(int limitSeconds) implements Cancellation {}
}
