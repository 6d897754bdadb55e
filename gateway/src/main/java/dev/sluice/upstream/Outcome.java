package dev.sluice.upstream;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.Usage;
import dev.sluice.records.Reach;

/** What came of relaying an answer. */
public sealed interface Outcome {

    /** The answer is whole; its last bytes are still to be sent. */
    record Whole(Usage usage) implements Outcome {}

    /** The answer ended before it was whole. */
    record Broken(Reach reach, ChatFailure failure) implements Outcome {}
}
