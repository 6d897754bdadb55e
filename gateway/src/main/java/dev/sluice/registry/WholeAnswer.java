package dev.sluice.registry;

import dev.sluice.http.CallListener;
import dev.sluice.http.CallProgress;
import dev.sluice.http.Loop;
import dev.sluice.http.Pending;
import dev.sluice.http.UpstreamCall;
import dev.sluice.http.UpstreamPool;
import dev.sluice.protocol.Call;
import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects a small answer for somebody who wants it whole. */
public final class WholeAnswer implements CallListener {
    private static final int LIMIT_BYTES = 1 << 20;

    private final Loop loop;
    private final String upstream;
    private final Duration limit;
    private final Pending<CallResponse> answer = new Pending<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable UpstreamCall running;
    private ResponseHead head = new ResponseHead(0, Map.of());

    private WholeAnswer(Loop loop, String upstream, Duration limit) {
        this.loop = loop;
        this.upstream = upstream;
        this.limit = limit;
    }

    /**
     * Makes the call; what it answers, or why it could not, is in the result within the limit,
     * which begins when the call waits for no other one any more.
     */
    public static Pending<CallResponse> of(
            Loop loop, UpstreamPool pool, String upstream, Call call, Duration limit) {
        var whole = new WholeAnswer(loop, upstream, limit);
        var request = pool.prepare(call);
        loop.run(() -> whole.running = pool.startShort(loop, request, whole));
        return whole.answer;
    }

    @Override
    public void begun() {
        Loop.Timer timer = loop.after(limit, this::late);
        answer.settle(loop, _ -> timer.cancel(), _ -> timer.cancel());
    }

    private void late() {
        if (running != null) {
            running.cancel();
            String detail = "no answer within " + limit.toSeconds() + " s";
            broken(FailureCode.UPSTREAM_FIRST_EVENT, running.progress(), detail);
        }
    }

    @Override
    public void head(ResponseHead came) {
        head = came;
    }

    @Override
    public void bytes(byte[] bytes, int from, int to) {
        if (body.size() + (to - from) > LIMIT_BYTES) {
            tooLarge();
        } else {
            body.write(bytes, from, to - from);
        }
    }

    /** Half of it would read as something else, such as an app without a form. */
    private void tooLarge() {
        if (running != null) {
            running.cancel();
            broken(
                    FailureCode.UPSTREAM_FOREIGN_ANSWER,
                    running.progress(),
                    "its answer is larger than " + (LIMIT_BYTES >> 20) + " MiB");
        }
    }

    @Override
    public void end() {
        answer.complete(new CallResponse(head, body.toString(StandardCharsets.UTF_8)));
    }

    @Override
    public void broken(FailureCode code, CallProgress progress, String detail) {
        answer.fail(CallFailures.of(code, upstream, detail));
    }
}
