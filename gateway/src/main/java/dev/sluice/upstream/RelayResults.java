package dev.sluice.upstream;

import dev.sluice.http.Pending;

/**
 * What a plot waits for and asks of its relay.
 *
 * @param over comes when the upstream is through with the run, or can no longer be asked to stop
 */
record RelayResults(
        Pending<Opening> opening, Pending<Outcome> outcome, Pending<Boolean> over, RunTrace trace) {
    RelayResults() {
        this(new Pending<>(), new Pending<>(), new Pending<>(), new RunTrace());
    }
}
