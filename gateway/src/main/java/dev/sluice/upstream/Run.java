package dev.sluice.upstream;

import dev.sluice.http.Loop;
import dev.sluice.protocol.Call;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.Facts;
import dev.sluice.protocol.ResponseHead;
import dev.sluice.protocol.StopSequenceReader;
import dev.sluice.records.Reach;
import dev.sluice.registry.AnswerSettings.Replaced;
import dev.sluice.registry.Upstream;
import dev.sluice.registry.WholeAnswer;
import java.time.Duration;
import java.util.List;

/** One run of a chat at one upstream: everything an attempt at it needs to know. */
public record Run(Upstream upstream, Facts facts, ChatRequest request, String user) {
    private static final Duration LOOK_UP = Duration.ofSeconds(10);
    private static final Duration LINGER = Duration.ofSeconds(30);

    /** The call that starts it. */
    Call call() {
        return upstream.dialect().run(request, facts, user);
    }

    /** How long it may show nothing but pings; zero for as long as the deadlines allow. */
    Duration pingsOnly(ResponseHead head) {
        return Duration.ofSeconds(upstream.dialect().pingsOnlySeconds(request, facts, head));
    }

    /** Whether it may have to wait for a worker. */
    boolean queues() {
        return upstream.dialect().queues(facts);
    }

    /** Asks the upstream, and runs the action on the loop if the conversation is not there. */
    void ifConversationGone(Loop loop, Runnable action) {
        var lookUp = upstream.dialect().lookUp(request, facts, user);
        if (lookUp.isEmpty()) {
            return;
        }
        WholeAnswer.of(loop, upstream.pool(), upstream.name(), lookUp.get(), LOOK_UP)
                .settle(
                        loop,
                        answer -> {
                            if (upstream.dialect().saysGone(answer)) {
                                action.run();
                            }
                        },
                        // An upstream that is too busy to say so has not said that it is gone.
                        _ -> {});
    }

    /**
     * How much of a stream that fails has run: nothing, when its first event may be the failure.
     */
    Reach reachOfFirstFailure() {
        return upstream.dialect().failsBeforeWork(facts) ? Reach.REJECTED : Reach.STARTED;
    }

    /** How long it is read when nobody waits for it, only to learn the name to stop it by. */
    Duration linger() {
        Duration queue = upstream.settings().deadlines().queue();
        return queues() && !queue.isZero() ? queue : LINGER;
    }

    boolean keepsWhatIsRead() {
        return upstream.dialect().keepsWhatIsRead(facts);
    }

    EventReader reader() {
        EventReader reader = upstream.dialect().events(request, facts);
        boolean fails = upstream.config().chats().answers().replaced() == Replaced.FAIL;
        if (fails && request.stream()) {
            reader = new WithdrawalReader(reader, upstream.name());
        }
        List<String> stop = request.options().stop();
        return stop.isEmpty() ? reader : new StopSequenceReader(reader, stop);
    }
}
