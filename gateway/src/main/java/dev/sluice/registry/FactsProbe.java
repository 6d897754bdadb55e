package dev.sluice.registry;

import dev.sluice.http.Loop;
import dev.sluice.http.Pending;
import dev.sluice.http.UpstreamPool;
import dev.sluice.protocol.Call;
import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.Facts;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.UpstreamDialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one upstream what it is; one question serves all who wait for it. Thread-safe. */
final class FactsProbe {
    private static final int BUSY_RETRY_SECONDS = 5;
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    private static final Logger LOG = LoggerFactory.getLogger(FactsProbe.class);
    private static final String UNREAD = "what an upstream says of itself could not be read";

    private final String upstream;
    private final UpstreamDialect dialect;
    private final UpstreamPool pool;
    private final Duration limit;
    private final UpstreamFacts result;
    private @Nullable Pending<Facts> running;

    FactsProbe(
            String upstream,
            UpstreamDialect dialect,
            UpstreamPool pool,
            Duration limit,
            UpstreamFacts result) {
        this.upstream = upstream;
        this.dialect = dialect;
        this.pool = pool;
        this.limit = limit;
        this.result = result;
    }

    synchronized Pending<Facts> ask(Loop loop) {
        if (running != null) {
            return running;
        }
        var answer = new Pending<Facts>();
        running = answer;
        loop.run(() -> next(loop, dialect.describe(), new ArrayList<>(), answer));
        return answer;
    }

    /** One free call after the other, then what they say together. */
    private void next(
            Loop loop, List<Call> calls, List<CallResponse> answers, Pending<Facts> answer) {
        if (answers.size() == calls.size()) {
            learn(answers, answer);
            return;
        }
        Call call = calls.get(answers.size());
        WholeAnswer.of(loop, pool, upstream, call, limit)
                .settle(
                        loop,
                        answered -> {
                            answers.add(answered);
                            next(loop, calls, answers, answer);
                        },
                        failure -> fail(late(failure), answer));
    }

    private void learn(List<CallResponse> answers, Pending<Facts> answer) {
        Facts facts;
        try {
            facts = dialect.facts(answers);
        } catch (ChatFailedException unusable) {
            fail(unusable.failure(), answer);
            return;
        } catch (Throwable broken) {
            // Else those who wait would wait for ever, and nobody would ask again.
            // Its message may repeat what was read.
            LOG.atError()
                    .addKeyValue("upstream", upstream)
                    .addKeyValue("cause", broken.getClass().getName())
                    .log(UNREAD);
            fail(unreadable(), answer);
            return;
        }
        answers.stream()
                .filter(FactsProbe::isUnavailable)
                .findFirst()
                .map(dialect::refusal)
                .ifPresentOrElse(why -> result.guessed(facts, why), () -> result.learned(facts));
        over();
        answer.complete(facts);
    }

    /** A proxy answers so for a server that starts, which says nothing about the app. */
    private static boolean isUnavailable(CallResponse answer) {
        return answer.status() >= SERVER_ERROR || answer.status() == TOO_MANY_REQUESTS;
    }

    private ChatFailure unreadable() {
        return ChatFailure.of(
                FailureCode.UPSTREAM_FOREIGN_ANSWER,
                upstream,
                "What the upstream " + upstream + " says of itself cannot be read.",
                "Check upstreams." + upstream + ".url; the gateway's log tells more.");
    }

    private void fail(ChatFailure why, Pending<Facts> answer) {
        // What fails because the gateway ends, or has the upstream no longer, is no news of it.
        if (!pool.isRetired()) {
            result.failed(why);
        }
        over();
        answer.fail(why);
    }

    /** A server with few connections answers nobody else while runs hold them. */
    private ChatFailure late(ChatFailure why) {
        if (why.code().kind() != FailureCode.Kind.LATE || !pool.isInUse()) {
            return why;
        }
        return ChatFailure.of(
                        FailureCode.UPSTREAM_BUSY,
                        upstream,
                        "The upstream "
                                + upstream
                                + " did not say what it is within "
                                + limit.toSeconds()
                                + " s, while its server answers other requests.",
                        "Try again in a moment; a Dify that is busy for long needs a larger"
                                + " SERVER_WORKER_CONNECTIONS or CELERY_WORKER_AMOUNT.")
                .retryAfter(BUSY_RETRY_SECONDS);
    }

    private synchronized void over() {
        running = null;
    }
}
