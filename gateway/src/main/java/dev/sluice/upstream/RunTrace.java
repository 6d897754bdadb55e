package dev.sluice.upstream;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.RunIds;

/**
 * The ids of a run and its newest step, from its events. Belongs to the loop, except where it says
 * so.
 */
final class RunTrace {
    private RunIds ids = RunIds.NONE;
    private volatile String step = "";

    void event(ChatEvent event) {
        if (event instanceof ChatEvent.Started(RunIds told)) {
            ids = told;
        } else if (event instanceof ChatEvent.Progress(String now) && !now.isEmpty()) {
            step = now;
        }
    }

    RunIds ids() {
        return ids;
    }

    /** The newest one; from any thread. */
    String step() {
        return step;
    }
}
