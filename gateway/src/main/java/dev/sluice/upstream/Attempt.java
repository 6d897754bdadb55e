package dev.sluice.upstream;

import dev.sluice.http.Exchange;
import dev.sluice.http.Pending;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.FailureCode;
import java.time.Duration;

/**
 * One try at one upstream, in three steps: {@link #open} looks whether it runs, {@link #stream}
 * relays it, {@link #finish} sends the last bytes. Before each the plot decides: nothing has
 * reached the client until it streams, and no answer looks whole until it is finished. Used by the
 * plot's thread.
 */
public final class Attempt implements AutoCloseable {
    /** The relay's own deadlines end an attempt long before; this only bounds the wait. */
    private static final Duration BOUND = Duration.ofDays(1);

    private final Exchange exchange;
    private final Relay relay;

    public Attempt(Exchange exchange, Run run, EventWriter writer, RunStopper stopper) {
        this.exchange = exchange;
        this.relay = new Relay(exchange, run, writer, stopper);
    }

    /** Sends the request and waits for the first event. */
    public Opening open() {
        exchange.loop().run(relay.guard().around(relay::start));
        return exchange.await(relay.results().opening(), BOUND, Attempt::unbounded);
    }

    /** Relays what comes, all but the last bytes. */
    public Outcome stream() {
        exchange.loop().run(relay.guard().around(relay::flow));
        return exchange.await(relay.results().outcome(), BOUND, Attempt::unbounded);
    }

    /** Lets the answer look whole. */
    public void finish() {
        exchange.loop().run(relay.guard().around(relay::deliver));
    }

    /** Comes when the upstream is through with it, or can no longer be asked to stop. */
    public Pending<Boolean> over() {
        return relay.results().over();
    }

    /** The last step the upstream told of, empty when it told of none. */
    public String step() {
        return relay.results().trace().step();
    }

    /** Ends the run if it still goes on. */
    @Override
    public void close() {
        exchange.loop().run(relay.guard().around(relay::abandon));
    }

    private static ChatFailure unbounded() {
        return ChatFailure.of(
                FailureCode.UPSTREAM_TOTAL,
                ChatFailure.SLUICE,
                "The answer took more than a day.",
                "Set deadlines for the upstream that fit it.");
    }
}
