package dev.sluice.upstream;

import dev.sluice.http.Pending;
import dev.sluice.protocol.Call;
import dev.sluice.protocol.Cancellation;
import dev.sluice.protocol.RunIds;
import java.time.Duration;

/** How a run ends at its upstream once no more of it is relayed. Belongs to the loop. */
final class RunEnd {
    private final Run run;
    private final RunCall call;
    private final RunStopper stopper;
    private final Pending<Boolean> over;

    /**
     * @param over comes when the upstream is through with the run, or can no longer be asked to
     *     stop
     */
    RunEnd(Run run, RunCall call, RunStopper stopper, Pending<Boolean> over) {
        this.over = over;
        this.run = run;
        this.call = call;
        this.stopper = stopper;
    }

    /** Nothing runs there any more. */
    void close() {
        call.cancel();
        over.complete(true);
    }

    /** It is whole; of its response only the end is to come. */
    void finish(Duration most) {
        call.readToEnd(most, () -> {});
        over.complete(true);
    }

    /** It runs, and nobody waits for it. */
    void cancel(RunIds ids) {
        switch (cancellation(ids)) {
            case Cancellation.CloseConnection _ -> close();
            case Cancellation.ReadOnForId _ -> {
                RunStopper.goesOn(run);
                close();
            }
            case Cancellation.Send(Call stop, int readOnSeconds) -> {
                var read = new Pending<Boolean>();
                if (readOnSeconds == 0) {
                    call.cancel();
                    read.complete(true);
                } else {
                    var most = Duration.ofSeconds(readOnSeconds);
                    call.readToEnd(most, () -> read.complete(true));
                }
                stopper.stop(call.loop(), run, stop, read, over);
            }
        }
    }

    /** The run of a dialect that has a bug here may go on; what it holds does not. */
    private Cancellation cancellation(RunIds ids) {
        try {
            return run.cancel(ids);
        } catch (Throwable bug) {
            RelayFailures.log(run.upstream(), bug);
            return new Cancellation.CloseConnection();
        }
    }
}
