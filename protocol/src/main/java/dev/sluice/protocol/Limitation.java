package dev.sluice.protocol;

import java.util.Objects;

/** What becomes of a {@link Feature} that an upstream does not have. */
public sealed interface Limitation {

    /** The request is answered without it, and its client is warned. */
    record Ignored() implements Limitation {}

    /**
     * The request is not answered by this upstream.
     *
     * @param fix what its client can do; {@code %s} stands for the member that asks for the feature
     */
    record Refused(String fix) implements Limitation {
        public Refused {
            Objects.requireNonNull(fix);
        }
    }
}
