package dev.sluice.upstream;

import dev.sluice.http.Loop;
import dev.sluice.http.Pending;
import dev.sluice.protocol.Call;
import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.registry.WholeAnswer;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends runs that nobody waits for any more; closing a connection alone ends none at a Dify. */
public final class RunStopper {
    private static final Logger LOG = LoggerFactory.getLogger(RunStopper.class);

    /** Many stops at once wait for each other, and a late one still saves its run. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Longer than a stopped run is read on. */
    private static final Duration LAST_STOPS = Duration.ofSeconds(6);

    private static final int OK = 200;

    private final Phaser underWay = new Phaser(1);

    /**
     * Ends the run at its upstream.
     *
     * @param read comes when no more of the run is read
     * @param over comes when that is so and the upstream has answered, or will not any more
     */
    void stop(Loop loop, Run run, Call stop, Pending<Boolean> read, Pending<Boolean> over) {
        var upstream = run.upstream();
        underWay.register();
        WholeAnswer.of(loop, upstream.pool(), upstream.name(), stop, LIMIT)
                .settle(
                        loop,
                        answer -> {
                            stopped(run, answer);
                            read.then(loop, () -> over(over));
                        },
                        failure -> {
                            notStopped(run, failure);
                            read.then(loop, () -> over(over));
                        });
    }

    /** Waits for the stops that were sent, as long as they may take. */
    public void awaitAll() {
        int phase = underWay.arrive();
        try {
            underWay.awaitAdvanceInterruptibly(phase, LAST_STOPS.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | InterruptedException _) {
            LOG.warn("some runs may go on at their upstreams: their stop was not answered in time");
        }
    }

    private void over(Pending<Boolean> over) {
        underWay.arriveAndDeregister();
        over.complete(true);
    }

    /** It has not told its name, without which nobody can stop it. */
    static void goesOn(Run run) {
        LOG.atWarn()
                .addKeyValue("upstream", run.upstream().name())
                .log("a run was given up before it could be stopped; it will still run there");
    }

    private static void stopped(Run run, CallResponse answer) {
        if (answer.status() != OK) {
            LOG.atWarn()
                    .addKeyValue("upstream", run.upstream().name())
                    .addKeyValue("status", answer.status())
                    .log("an upstream did not accept the stop of a run");
        }
    }

    private static void notStopped(Run run, ChatFailure failure) {
        LOG.atWarn()
                .addKeyValue("upstream", run.upstream().name())
                .addKeyValue("code", failure.code().id())
                .log("the stop of a run did not reach its upstream");
    }
}
