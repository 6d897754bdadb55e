package dev.sluice.upstream;

import dev.sluice.http.CallFailures;
import dev.sluice.http.CallListener;
import dev.sluice.http.ClientSide;
import dev.sluice.http.Exchange;
import dev.sluice.http.Loop;
import dev.sluice.http.Pending;
import dev.sluice.http.Reach;
import dev.sluice.http.UpstreamCall;
import dev.sluice.http.UpstreamPool;
import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.ResponseHead;
import dev.sluice.protocol.RunIds;
import dev.sluice.protocol.WireBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The pipe from an upstream's bytes to the client's, with back-pressure and cancellation.
 * Everything in it happens on the client's loop.
 */
final class Relay implements CallListener {
    /** An upstream that has said its last word, and keeps the connection, has so long for more. */
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    /** How long a run that nobody waits for is read, only to learn the name to stop it by. */
    private static final Duration LINGER = Duration.ofSeconds(30);

    /** One turn of the loop may read a megabyte; a client that is slow must stop it before. */
    private static final int FLUSH_BYTES = 32 * 1024;

    private final Exchange exchange;
    private final ClientSide client;
    private final Loop loop;
    private final Run run;
    private final RunStopper stopper;
    private final EventReader reader;
    private UpstreamPool.@Nullable Outgoing request;
    private final EventWriter writer;
    private final Watch watch;
    private final ClientPatience patience;
    private final Pending<Opening> opening = new Pending<>();
    private final Pending<Outcome> outcome = new Pending<>();
    private final Pending<Boolean> over = new Pending<>();
    private final ArrayDeque<ChatEvent> held = new ArrayDeque<>();
    private final AnswerHead answerHead = new AnswerHead();
    private Phase phase = Phase.WAITING;
    private @Nullable UpstreamCall call;
    private WireBuffer out = new WireBuffer();
    private boolean flushDue;
    private boolean sent;
    private boolean eventInThisRead;
    private boolean upstreamEnded;
    private RunIds ids = RunIds.NONE;
    private volatile String step = "";
    private ChatEvent.@Nullable Finished finished;
    private Loop.@Nullable Timer lastWord;

    private enum Phase {
        /** Nothing that counts has come yet. */
        WAITING,
        /** The run has begun; the plot decides, and what comes is held. */
        HELD,
        FLOWING,
        /** The upstream is done; the plot may not be. */
        COMPLETE,
        /** Nobody waits for the answer; it is read for the run's name alone. */
        LINGERING,
        OVER
    }

    Relay(Exchange exchange, Run run, EventWriter writer, RunStopper stopper) {
        this.exchange = exchange;
        this.client = exchange.client();
        this.loop = exchange.loop();
        this.run = run;
        this.stopper = stopper;
        this.reader = run.reader();
        this.request = run.upstream().pool().prepare(run.call());
        this.writer = writer;
        var deadlines = run.upstream().settings().deadlines();
        this.watch = new Watch(loop, deadlines, run.pingsOnly(), this::expired, this::lost);
        this.patience =
                new ClientPatience(loop, client, deadlines.clientStall(), this::clientStalled);
    }

    Pending<Opening> opening() {
        return opening;
    }

    Pending<Outcome> outcome() {
        return outcome;
    }

    Pending<Boolean> over() {
        return over;
    }

    /** The last one the upstream told of; from any thread. */
    String step() {
        return step;
    }

    void start() {
        exchange.onInterrupt(_ -> interrupted());
        if (phase == Phase.WAITING && request != null) {
            watch.start();
            call = run.upstream().pool().start(loop, request, this);
            request = null;
        }
    }

    void flow() {
        if (phase != Phase.HELD) {
            return;
        }
        // First, since what is held may be enough to pause again; what comes at once is held too.
        watch.resume();
        resume();
        phase = Phase.FLOWING;
        while (phase == Phase.FLOWING && !held.isEmpty()) {
            relay(held.remove());
        }
        flush();
        if (upstreamEnded) {
            complete();
        }
    }

    /** The client has left, or the gateway closes; what is whole waits only for the plot. */
    private void interrupted() {
        if (phase != Phase.COMPLETE) {
            abandon();
        }
    }

    /** Nobody waits any more: the run ends, here and at its upstream. */
    void abandon() {
        if (phase == Phase.OVER || phase == Phase.LINGERING) {
            return;
        }
        boolean mayRun = call != null && call.reach() != Reach.UNSENT;
        if (phase == Phase.WAITING && mayRun && !answerHead.refuses()) {
            phase = Phase.LINGERING;
            watch.stop();
            lastWord = loop.after(LINGER, this::close);
            return;
        }
        boolean running = finished == null && phase != Phase.WAITING;
        if (phase == Phase.FLOWING) {
            flush();
        }
        if (running) {
            stop();
        } else {
            close();
        }
    }

    // ---- what the upstream says

    @Override
    public void head(ResponseHead head) {
        answerHead.came(head);
        watch.head();
    }

    @Override
    public void bytes(byte[] bytes, int from, int to) {
        if (!answerHead.isStream()) {
            answerHead.refusal(bytes, from, to);
            return;
        }
        eventInThisRead = false;
        try {
            reader.read(bytes, from, to, this::event);
        } catch (RuntimeException bug) {
            event(new ChatEvent.Failed(RelayFailures.bug(run.upstream(), bug)));
        }
        watch.bytes(eventInThisRead);
    }

    @Override
    public void end() {
        var dialect = run.upstream().dialect();
        ended(() -> refuse(Reach.REJECTED, dialect.refusal(answerHead.refusal())));
    }

    @Override
    public void broken(FailureCode code, Reach reach, String detail) {
        ended(() -> refuse(reach, CallFailures.of(code, run.upstream().name(), detail)));
    }

    private void ended(Runnable withoutStream) {
        if (answerHead.isStream()) {
            readToTheEnd();
        } else if (phase == Phase.WAITING) {
            withoutStream.run();
        } else {
            close();
        }
    }

    /** However the bytes ended: the reader knows whether they were whole, or says how not. */
    private void readToTheEnd() {
        upstreamEnded = true;
        reader.end(this::event);
        complete();
    }

    private void event(ChatEvent event) {
        eventInThisRead = true;
        if (event instanceof ChatEvent.Started started) {
            ids = started.ids();
        } else if (event instanceof ChatEvent.Progress(String now) && !now.isEmpty()) {
            step = now;
        }
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
            refuse(Reach.STARTED, failed.failure());
            return;
        }
        phase = Phase.HELD;
        held.add(first);
        watch.bytes(true);
        watch.pause();
        pause();
        opening.complete(new Opening.Opened(ids));
    }

    private void relay(ChatEvent event) {
        switch (event) {
            case ChatEvent.Failed failed -> breakOff(failed.failure());
            case ChatEvent.Finished end -> {
                finished = end;
                write(event);
                Duration more = reader.isCurtailed() ? Duration.ZERO : LAST_WORD;
                lastWord = loop.after(more, this::complete);
            }
            case ChatEvent.Started _,
                    ChatEvent.Progress _,
                    ChatEvent.Text _,
                    ChatEvent.File _,
                    ChatEvent.Reasoning _,
                    ChatEvent.Replaced _ ->
                    write(event);
        }
    }

    // ---- what the client gets

    private void write(ChatEvent event) {
        writer.event(event, out);
        if (out.length() > FLUSH_BYTES) {
            flush();
        } else if (!out.isEmpty() && !flushDue) {
            // Once for everything that one turn of the loop brings.
            flushDue = true;
            loop.later(this::flush);
        }
    }

    private void flush() {
        flushDue = false;
        if (out.isEmpty() || phase == Phase.OVER) {
            return;
        }
        sent = true;
        client.write(out);
        out = new WireBuffer();
        if (client.full() && phase == Phase.FLOWING) {
            pause();
            watch.pause();
            patience.start();
            client.onDrain(this::drained);
        }
    }

    private void drained() {
        patience.stop();
        if (phase == Phase.FLOWING) {
            watch.resume();
            resume();
        }
    }

    /** Whole at the upstream; whole for the client as soon as the plot says so. */
    private void complete() {
        if (phase == Phase.FLOWING && finished != null) {
            Runnable end = reader.isCurtailed() ? this::stop : this::close;
            end.run();
            phase = Phase.COMPLETE;
            outcome.complete(new Outcome.Whole(finished.usage()));
        } else if (phase == Phase.LINGERING) {
            close();
        }
    }

    void deliver() {
        if (phase != Phase.COMPLETE) {
            return;
        }
        writer.end(out);
        release();
        client.end(out);
    }

    // ---- how it goes wrong

    private void refuse(Reach reach, ChatFailure failure) {
        close();
        opening.complete(new Opening.Refused(reach, failure));
    }

    private void breakOff(ChatFailure failure) {
        flush();
        if (RelayFailures.mayStillRun(failure.code())) {
            stop();
        } else {
            close();
        }
        outcome.complete(new Outcome.Broken(sent ? Reach.ANSWERING : Reach.STARTED, failure));
    }

    private void expired(FailureCode code) {
        Reach reach = call == null ? Reach.UNSENT : call.reach();
        var failure = RelayFailures.of(code, reach, run.upstream());
        if (phase == Phase.WAITING) {
            refuse(reach, failure);
        } else if (phase == Phase.FLOWING && finished == null) {
            flush();
            stop();
            outcome.complete(new Outcome.Broken(sent ? Reach.ANSWERING : Reach.STARTED, failure));
        }
    }

    /** The run was to go on with a conversation that is not there. */
    private void lost() {
        if (phase == Phase.WAITING) {
            refuse(Reach.STARTED, run.upstream().dialect().conversationGone());
        }
    }

    private void clientStalled() {
        abandon();
        exchange.failed(FailureCode.CLIENT_STALLED);
        client.reset();
        outcome.fail(RelayFailures.clientStalled(run.upstream()));
    }

    private void close() {
        release();
        over.complete(true);
    }

    /** Ends the run at the upstream too. */
    private void stop() {
        release();
        stopper.stop(loop, run, ids, over);
    }

    private void release() {
        phase = Phase.OVER;
        watch.stop();
        patience.stop();
        if (lastWord != null) {
            lastWord.cancel();
        }
        if (call != null) {
            call.cancel();
        }
    }

    private void pause() {
        if (call != null) {
            call.pause();
        }
    }

    private void resume() {
        if (call != null) {
            call.resume();
        }
    }
}
