package dev.sluice.upstream;

import dev.sluice.http.CallListener;
import dev.sluice.http.Loop;
import dev.sluice.http.UpstreamCall;
import dev.sluice.http.UpstreamPool;
import dev.sluice.records.Reach;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The call that carries a run, until its response has ended, which may be after the client has its
 * answer. Belongs to the loop, but is made on any thread.
 */
final class RunCall {
    private final Loop loop;
    private final UpstreamPool pool;
    private UpstreamPool.@Nullable Outgoing request;
    private @Nullable UpstreamCall call;
    private Loop.@Nullable Timer limit;
    private @Nullable Runnable whenRead;
    private boolean ended;

    RunCall(Loop loop, Run run) {
        this.loop = loop;
        this.pool = run.upstream().pool();
        this.request = pool.prepare(run.call());
    }

    Loop loop() {
        return loop;
    }

    /** Once; a second start does nothing. */
    void start(CallListener listener) {
        if (request != null) {
            call = pool.start(loop, request, listener);
            request = null;
        }
    }

    Reach reach() {
        return call == null ? Reach.UNSENT : Reach.of(call.progress());
    }

    void pause() {
        if (call != null) {
            call.pause();
        }
    }

    void resume() {
        if (call != null) {
            call.resume();
        }
    }

    /** Nothing more of the response is wanted. */
    void cancel() {
        if (call != null) {
            call.cancel();
        }
        ended();
    }

    /**
     * Nothing more of the response is wanted, but it is read to its end for as long as the limit
     * allows: its connection can then serve others, and the upstream sees a reader that stays.
     *
     * @param then runs once it is read or the limit has passed
     */
    void readToEnd(Duration most, Runnable then) {
        whenRead = then;
        if (call == null || ended) {
            ended();
            return;
        }
        limit = loop.after(most, this::cancel);
        call.resume();
    }

    /** To be told when the response has ended, whichever way. */
    void ended() {
        ended = true;
        if (limit != null) {
            limit.cancel();
            limit = null;
        }
        Runnable then = whenRead;
        whenRead = null;
        if (then != null) {
            then.run();
        }
    }
}
