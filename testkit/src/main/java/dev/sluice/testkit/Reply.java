package dev.sluice.testkit;

import java.time.Duration;

/** What a request gets; the run belongs to it until one of both ends. */
sealed interface Reply {
    Run run();

    /** How long nothing is sent. */
    Duration after();

    record Whole(Page page, Run run, Run.Outcome outcome, Duration after) implements Reply {}

    record Stream(Program program, RunValues values, Run run, Duration after) implements Reply {}

    record Reset(Run run, Duration after) implements Reply {}
}
