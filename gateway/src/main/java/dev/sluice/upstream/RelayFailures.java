package dev.sluice.upstream;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.records.Reach;
import dev.sluice.registry.Upstream;
import java.time.Duration;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a relay ended early, and which setting moves it. */
final class RelayFailures {
    private static final int NO_CONNECTION_RETRY_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(RelayFailures.class);

    private RelayFailures() {}

    /** Without its message, which may repeat what was read. */
    static void log(Upstream upstream, Throwable bug) {
        LOG.atError()
                .addKeyValue("upstream", upstream.name())
                .addKeyValue("cause", bug.getClass().getName())
                .addKeyValue("at", Arrays.stream(bug.getStackTrace()).limit(8).toList())
                .log("a relay met a bug");
    }

    static ChatFailure of(FailureCode code, Reach reach, Run run) {
        Upstream upstream = run.upstream();
        if (reach == Reach.UNSENT) {
            return noConnection(upstream);
        }
        var deadlines = upstream.settings().deadlines();
        return switch (code) {
            case UPSTREAM_QUEUED ->
                    run.queue().orElseThrow().stillQueued(deadlines.queue().toSeconds());
            case UPSTREAM_FIRST_EVENT ->
                    late(code, upstream, "sent no event", deadlines.firstEvent(), "first_event");
            case UPSTREAM_SILENT -> silent(upstream, deadlines.silence());
            case UPSTREAM_NO_PROGRESS ->
                    late(code, upstream, "sent only pings", deadlines.noProgress(), "no_progress");
            // The relay's deadlines are these five.
            default -> late(code, upstream, "did not finish", deadlines.total(), "total");
        };
    }

    /** The time went by before the upstream saw anything: that is not its failure. */
    private static ChatFailure noConnection(Upstream upstream) {
        return ChatFailure.of(
                        FailureCode.UPSTREAM_QUEUE_FULL,
                        ChatFailure.SLUICE,
                        "All connections to the server of "
                                + upstream.name()
                                + " were in use for "
                                + text(upstream.settings().deadlines().firstEvent())
                                + ".",
                        "Try again later, or raise max_connections of the upstreams there, if their"
                                + " server takes more.")
                .retryAfter(NO_CONNECTION_RETRY_SECONDS);
    }

    /** A stream that ends without an event after a long wait was given up by the upstream. */
    static ChatFailure opening(ChatFailure failure, Run run, Duration queued) {
        boolean waited = queued.compareTo(run.upstream().settings().deadlines().silence()) >= 0;
        return failure.code() == FailureCode.STREAM_TRUNCATED && !queued.isZero() && waited
                ? run.queue().orElseThrow().stillQueued(queued.toSeconds())
                : failure;
    }

    static ChatFailure clientStalled(Upstream upstream) {
        Duration limit = upstream.settings().deadlines().clientStall();
        return ChatFailure.of(
                FailureCode.CLIENT_STALLED,
                ChatFailure.CLIENT,
                "The client took no byte for " + text(limit) + ".",
                "Read the answer, or raise upstreams."
                        + upstream.name()
                        + ".deadlines.client_stall.");
    }

    /** Of an answer that has run, and that nobody should pay for again without a change. */
    static ChatFailure noMemory(Upstream upstream) {
        return ChatFailure.of(
                FailureCode.GATE_OVERLOADED,
                ChatFailure.SLUICE,
                "The answer of "
                        + upstream.name()
                        + " grew until it and the others had all the memory set aside for them.",
                "Give the gateway a larger heap, as in SLUICE_JAVA_OPTS=-Xmx2g; an app that never"
                        + " stops needs a limit of its own.");
    }

    /** Nobody reads what this says, but the log and the record have it. */
    static ChatFailure noMemoryForSlowClient() {
        return ChatFailure.of(
                FailureCode.GATE_OVERLOADED,
                ChatFailure.SLUICE,
                "The client read slower than it was sent to, and what waits for such clients fills"
                        + " the memory set aside for it.",
                "Read the answer faster, or give the gateway a larger heap, as in"
                        + " SLUICE_JAVA_OPTS=-Xmx2g.");
    }

    static ChatFailure bug(Upstream upstream, Throwable bug) {
        log(upstream, bug);
        return ChatFailure.of(
                FailureCode.INTERNAL,
                ChatFailure.SLUICE,
                "Reading the answer of "
                        + upstream.name()
                        + " failed: "
                        + bug.getClass().getName()
                        + ".",
                "This is a bug in Sluice; report it with the request id.");
    }

    /** Whether only the stream has ended, and not the run that it told of. */
    static boolean mayStillRun(FailureCode code) {
        return switch (code) {
            case STREAM_TRUNCATED,
                    STREAM_GARBLED,
                    STREAM_EVENT_TOO_LARGE,
                    ANSWER_WITHDRAWN,
                    GATE_OVERLOADED,
                    INTERNAL ->
                    true;
            // Everything else is what the upstream itself says of the run's end.
            default -> false;
        };
    }

    /** An upstream that works sends pings, so that silence is mostly made on the way. */
    private static ChatFailure silent(Upstream upstream, Duration limit) {
        String name = upstream.name();
        return ChatFailure.of(
                FailureCode.UPSTREAM_SILENT,
                name,
                "The upstream " + name + " sent no byte for " + text(limit) + ".",
                "It sends pings while it works, so a proxy before it probably holds them back: make"
                        + " it pass them on at once, nginx with proxy_buffering off;"
                        + " proxy_http_version 1.1; in the location. If none stands there, raise"
                        + " upstreams."
                        + name
                        + ".deadlines.silence.");
    }

    private static ChatFailure late(
            FailureCode code, Upstream upstream, String what, Duration limit, String setting) {
        return ChatFailure.of(
                code,
                upstream.name(),
                "The upstream " + upstream.name() + " " + what + " for " + text(limit) + ".",
                "The app or its model provider hangs; if it needs longer, raise upstreams."
                        + upstream.name()
                        + ".deadlines."
                        + setting
                        + ".");
    }

    private static String text(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
