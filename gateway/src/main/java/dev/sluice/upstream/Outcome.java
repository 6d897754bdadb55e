package dev.sluice.upstream;

import dev.sluice.http.Reach;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.Usage;

/** What came of relaying an answer. */
public sealed interface Outcome {

    /** The client has the whole answer. */
    record Done(Usage usage) implements Outcome {}

    /** The answer ended before it was whole. */
    record Broken(Reach reach, ChatFailure failure) implements Outcome {}
}
