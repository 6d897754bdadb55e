package dev.sluice.upstream;

import dev.sluice.http.Loop;
import dev.sluice.http.Pending;
import dev.sluice.http.WholeAnswer;
import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.RunIds;
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

    private static final Duration LAST_STOPS = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final Phaser underWay = new Phaser(1);

    /** The pending comes when the upstream has answered, or will not any more. */
    void stop(Loop loop, Run run, RunIds ids, Pending<Boolean> over) {
        var upstream = run.upstream();
        var stop = upstream.dialect().stop(ids, run.facts(), run.user());
        if (stop.isEmpty()) {
            over.complete(true);
            return;
        }
        underWay.register();
        WholeAnswer.of(loop, upstream.pool(), upstream.name(), stop.get(), LIMIT)
                .settle(
                        loop,
                        answer -> {
                            stopped(run, answer);
                            over.complete(true);
                        },
                        failure -> {
                            notStopped(run, failure);
                            over.complete(true);
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

    private void stopped(Run run, CallResponse answer) {
        underWay.arriveAndDeregister();
        if (answer.status() != OK) {
            LOG.atWarn()
                    .addKeyValue("upstream", run.upstream().name())
                    .addKeyValue("status", answer.status())
                    .log("an upstream did not accept the stop of a run");
        }
    }

    private void notStopped(Run run, ChatFailure failure) {
        underWay.arriveAndDeregister();
        LOG.atWarn()
                .addKeyValue("upstream", run.upstream().name())
                .addKeyValue("code", failure.code().id())
                .log("the stop of a run did not reach its upstream");
    }
}
