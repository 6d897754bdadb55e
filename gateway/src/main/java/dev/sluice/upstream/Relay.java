package dev.sluice.upstream;

import dev.sluice.http.CallListener;
import dev.sluice.http.CallProgress;
import dev.sluice.http.ClientSide;
import dev.sluice.http.Exchange;
import dev.sluice.http.Loop;
import dev.sluice.protocol.Cancellation;
import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.ResponseHead;
import dev.sluice.protocol.Usage;
import dev.sluice.records.Reach;
import dev.sluice.registry.CallFailures;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The pipe from an upstream's bytes to the client's, with back-pressure and cancellation.
 * Everything in it happens on the client's loop.
 */
final class Relay implements CallListener {
    /** How long more may come of an answer that is whole without it, and the end of its bytes. */
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    private final Exchange exchange;
    private final ClientSide client;
    private final Loop loop;
    private final Run run;
    private final RunCall call;
    private final RunEnd runEnd;
    private final AnswerOutput output;
    private final Watch watch;
    private final ClientPatience patience;
    private final RelayResults results = new RelayResults();
    private final ArrayDeque<ChatEvent> held = new ArrayDeque<>();
    private final AnswerHead answerHead;
    private final RelayGuard guard = new RelayGuard(this::failed);
    private RelayPhase phase = RelayPhase.WAITING;
    private boolean eventInThisRead;
    private boolean begun;
    private Loop.@Nullable Timer lastWord;

    Relay(Exchange exchange, Run run, EventWriter writer, RunStopper stopper) {
        this.exchange = exchange;
        this.client = exchange.client();
        this.loop = exchange.loop();
        this.run = run;
        this.call = new RunCall(loop, run);
        this.runEnd = new RunEnd(run, call, stopper, results.over());
        this.answerHead = new AnswerHead(loop, guard.around(this::refusalIsRead));
        this.output = new AnswerOutput(exchange, writer, guard.around(this::clientIsSlow));
        var deadlines = run.upstream().settings().deadlines();
        Runnable onlyPings =
                guard.around(
                        () -> run.ifConversationGone(loop, guard.around(this::conversationGone)));
        this.watch =
                new Watch(
                        loop,
                        deadlines,
                        run.queue().isPresent(),
                        guard.around(this::expired),
                        onlyPings);
        this.patience = new ClientPatience(exchange, run.upstream(), guard.around(this::giveUp));
    }

    RelayResults results() {
        return results;
    }

    RelayGuard guard() {
        return guard;
    }

    void start() {
        exchange.onInterrupt(_ -> guard.run(this::interrupted));
        if (phase == RelayPhase.WAITING) {
            watch.start();
            call.start(guard.around(this));
        }
    }

    void flow() {
        if (phase != RelayPhase.HELD) {
            return;
        }
        // First, since what is held may be enough to pause again; what comes at once is held too.
        watch.resume();
        call.resume();
        phase = RelayPhase.FLOWING;
        while (phase == RelayPhase.FLOWING && !held.isEmpty()) {
            relay(held.remove());
        }
        output.flush();
        awaitLastWord();
    }

    /** The client has left, or the gateway closes; what is whole waits only for the plot. */
    private void interrupted() {
        if (phase == RelayPhase.FLOWING && answerHead.reader().isWhole()) {
            readToTheEnd();
        } else if (phase != RelayPhase.COMPLETE) {
            abandon();
        }
    }

    /** Nobody waits any more: the run ends, here and at its upstream. */
    void abandon() {
        if (phase == RelayPhase.HELD || phase == RelayPhase.FLOWING) {
            output.flush();
        }
        Runnable end =
                switch (phase) {
                    case WAITING -> mayRun() ? this::linger : this::close;
                    case HELD, FLOWING -> hasEndedThere() ? this::close : this::stop;
                    // The stop of an answer that was cut short is under way.
                    case COMPLETE ->
                            answerHead.reader().isCurtailed()
                                    ? () -> settle(RelayPhase.OVER)
                                    : this::close;
                    case LINGERING, OVER -> () -> {};
                };
        end.run();
    }

    /** Whether nothing runs at the upstream any more, as it does after an answer was cut short. */
    private boolean hasEndedThere() {
        return answerHead.reader().isWhole() && !answerHead.reader().isCurtailed();
    }

    /** Whether the upstream has the request, and has not refused it. */
    private boolean mayRun() {
        return call.reach() != Reach.UNSENT && !answerHead.refuses();
    }

    /** Where the run can only be stopped by an id that no event has named, one is waited for. */
    private void linger() {
        if (run.cancel(results.trace().ids()) instanceof Cancellation.ReadOnForId(int limit)) {
            // No longer than for a client that stays: the deadlines still count.
            phase = RelayPhase.LINGERING;
            lastWord = loop.after(run.readForId(limit), guard.around(this::stop));
        } else {
            stop();
        }
    }

    @Override
    public void head(ResponseHead head) {
        run.answer(head)
                .reader()
                .ifPresentOrElse(
                        events -> answerHead.answers(head, metered(events)),
                        () -> answerHead.refuses(head));
        watch.head(run.pingsOnly(head));
    }

    private EventReader metered(EventReader events) {
        return new MeteredEventReader(exchange, run.upstream(), events);
    }

    @Override
    public void bytes(byte[] bytes, int from, int to) {
        if (!answerHead.answers()) {
            answerHead.refusal(bytes, from, to);
            return;
        }
        if (phase != RelayPhase.COMPLETE && phase != RelayPhase.OVER) {
            eventInThisRead = false;
            answerHead.reader().read(bytes, from, to, this::event);
            watch.bytes(eventInThisRead);
            awaitLastWord();
        }
    }

    private void refusalIsRead() {
        call.cancel();
        end();
    }

    @Override
    public void end() {
        var dialect = run.upstream().dialect();
        ended(() -> refuse(Reach.REJECTED, dialect.refusal(answerHead.refusal())));
    }

    @Override
    public void broken(FailureCode code, CallProgress progress, String detail) {
        ended(() ->
                refuse(Reach.of(progress), CallFailures.of(code, run.upstream().name(), detail)));
    }

    private void ended(Runnable withoutStream) {
        call.ended();
        switch (phase) {
            case WAITING, HELD, FLOWING -> {
                Runnable end = answerHead.answers() ? this::readToTheEnd : withoutStream;
                end.run();
            }
            case LINGERING -> close();
            case COMPLETE, OVER -> {}
        }
    }

    /** However the bytes ended: the reader knows whether they were whole, or says how not. */
    private void readToTheEnd() {
        answerHead.reader().end(this::event);
    }

    /** One of two last events is there, and the other may be lost. */
    private void awaitLastWord() {
        if (phase == RelayPhase.FLOWING && lastWord == null && answerHead.reader().isWhole()) {
            lastWord = loop.after(LAST_WORD, guard.around(this::lastWordIsLate));
        }
    }

    private void lastWordIsLate() {
        lastWord = null;
        if (client.full()) {
            // It may have come, and we do not read as long as the client does not.
            awaitLastWord();
        } else if (phase == RelayPhase.FLOWING) {
            readToTheEnd();
        }
    }

    private void event(ChatEvent event) {
        eventInThisRead = true;
        results.trace().event(event);
        switch (phase) {
            case WAITING -> opened(event);
            case HELD -> held.add(event);
            case FLOWING -> relay(event);
            case LINGERING -> stop();
            case COMPLETE, OVER -> {}
        }
    }

    private void opened(ChatEvent first) {
        if (first instanceof ChatEvent.Failed failed) {
            refuse(Reach.STARTED, RelayFailures.opening(failed.failure(), run, watch.queued()));
            return;
        }
        phase = RelayPhase.HELD;
        held.add(first);
        watch.bytes(true);
        watch.pause();
        call.pause();
        results.opening().complete(new Opening.Opened(results.trace().ids()));
    }

    private void relay(ChatEvent event) {
        if (!output.hasRoomFor(event)) {
            breakOff(RelayFailures.noMemory(run.upstream()));
            return;
        }
        switch (event) {
            case ChatEvent.Failed failed -> breakOff(failed.failure());
            case ChatEvent.Finished(_, Usage usage, _, _) -> {
                output.write(event);
                complete(usage);
            }
            case ChatEvent.Started _, ChatEvent.Delay _ -> output.write(event);
            case ChatEvent.Progress _,
                    ChatEvent.Text _,
                    ChatEvent.ToolCallDelta _,
                    ChatEvent.File _,
                    ChatEvent.Reasoning _,
                    ChatEvent.Replaced _ -> {
                begun = true;
                output.write(event);
            }
        }
    }

    private void clientIsSlow() {
        if (phase == RelayPhase.FLOWING) {
            call.pause();
            watch.pause();
            patience.start();
            client.onDrain(guard.around(this::drained));
        }
    }

    private void drained() {
        patience.stop();
        if (phase == RelayPhase.FLOWING) {
            watch.resume();
            call.resume();
        }
    }

    /** Whole at the upstream; whole for the client as soon as the plot says so. */
    private void complete(Usage usage) {
        if (answerHead.reader().isCurtailed()) {
            stop();
        } else {
            runEnd.finish(LAST_WORD);
        }
        settle(RelayPhase.COMPLETE);
        results.outcome().complete(new Outcome.Whole(usage));
    }

    void deliver() {
        if (phase == RelayPhase.COMPLETE) {
            settle(RelayPhase.OVER);
            output.end();
        }
    }

    private void refuse(Reach reach, ChatFailure failure) {
        close();
        results.opening().complete(new Opening.Refused(reach, failure));
    }

    private void breakOff(ChatFailure failure) {
        output.flush();
        if (RelayFailures.mayStillRun(failure.code())) {
            stop();
            broken(Reach.STARTED, failure);
        } else {
            close();
            broken(begun ? Reach.STARTED : run.reachOfFirstFailure(), failure);
        }
    }

    private void broken(Reach unseen, ChatFailure failure) {
        results.outcome()
                .complete(new Outcome.Broken(output.sent() ? Reach.ANSWERING : unseen, failure));
    }

    private void expired(FailureCode code) {
        if (phase == RelayPhase.LINGERING) {
            stop();
        } else if (phase == RelayPhase.WAITING) {
            Reach reach = call.reach();
            if (mayRun()) {
                stop();
            }
            refuse(reach, RelayFailures.of(code, reach, run));
        } else if (phase == RelayPhase.FLOWING && answerHead.reader().isWhole()) {
            readToTheEnd();
        } else if (phase == RelayPhase.FLOWING) {
            output.flush();
            stop();
            broken(Reach.STARTED, RelayFailures.of(code, call.reach(), run));
        }
    }

    private void conversationGone(ChatFailure why) {
        if (phase == RelayPhase.WAITING) {
            refuse(Reach.STARTED, why);
        }
    }

    private void giveUp(ChatFailure why) {
        abandon();
        exchange.failed(why.code());
        client.reset();
        results.outcome().fail(why);
    }

    /** By a bug, wherever it is: the client gets an end, and nothing stays taken. */
    private void failed(Throwable bug) {
        ChatFailure why = RelayFailures.bug(run.upstream(), bug);
        boolean mayRun = mayRun() && phase != RelayPhase.COMPLETE && phase != RelayPhase.OVER;
        settle(RelayPhase.OVER);
        if (mayRun) {
            runEnd.cancel(results.trace().ids());
        } else {
            runEnd.close();
        }
        results.opening().complete(new Opening.Refused(Reach.STARTED, why));
        broken(Reach.STARTED, why);
    }

    private void close() {
        settle(RelayPhase.OVER);
        runEnd.close();
    }

    /** Ends the run at the upstream too. */
    private void stop() {
        settle(RelayPhase.OVER);
        runEnd.cancel(results.trace().ids());
    }

    /** Nothing that the upstream sends from now on is relayed. */
    private void settle(RelayPhase last) {
        phase = last;
        watch.stop();
        patience.stop();
        if (lastWord != null) {
            lastWord.cancel();
        }
    }
}
