package dev.sluice.upstream;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.RunIds;
import dev.sluice.records.Reach;

/** What came of beginning an attempt. */
public sealed interface Opening {

    /** The upstream runs it; nothing has been relayed yet. */
    record Opened(RunIds ids) implements Opening {}

    record Refused(Reach reach, ChatFailure failure) implements Opening {}
}
