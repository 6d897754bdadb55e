package dev.sluice.testkit;

import java.time.Duration;

/** What a request gets; the run belongs to it until one of both ends. */
sealed interface Reply {
    Run run();

    /** How long nothing is sent. */
    Duration after();

    /** Whether it is answered by a run that takes a worker of the server before it begins. */
    boolean inWorker();

    record Whole(Page page, Run run, Run.Outcome outcome, Duration after, boolean inWorker)
            implements Reply {}

    /** Its stream asks for the worker itself, since it shows that it waits. */
    record Stream(Program program, RunValues values, Run run, Duration after) implements Reply {
        @Override
        public boolean inWorker() {
            return false;
        }
    }

    record Reset(Run run, Duration after) implements Reply {
        @Override
        public boolean inWorker() {
            return false;
        }
    }
}
