package dev.sluice.testkit;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Plays one run's program on its connection; everything but {@link #stop} happens on its event
 * loop.
 */
final class EventStream implements Observations.LiveRun, Playing {
    /** A server that sends nothing notices a client that left when it sends its next ping. */
    private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Channel channel;
    private final Reply.Stream reply;
    private final Fault.Cut cut;
    private final ChunkedBody body;
    private final Permits workers;
    private final Duration queueLimit;
    private final Listener listener;
    private List<Move> moves;
    private Future<?> timer;
    private Run.Outcome outcome = Run.Outcome.FINISHED;
    private long dueNanos = System.nanoTime();
    private int position;
    private int texts;
    private long repeated;
    private boolean waitingForRoom;
    private Worker worker = Worker.NOT_ASKED;
    private String lateHead = "";
    private long begunNanos;
    private boolean ended;

    private enum Worker {
        NOT_ASKED,
        AWAITED,
        AT_WORK,
        DONE
    }

    /**
     * Hears how the stream ended: with its body complete, so that the connection may go on, or not.
     */
    interface Listener {
        void complete();

        void brokenOff(Fault.Ending ending);

        /** Its worker is free again, which may be after its connection was closed. */
        void workEnded();
    }

    EventStream(Channel channel, Reply.Stream reply, Capacity capacity, Listener listener) {
        this.channel = channel;
        this.reply = reply;
        this.workers = capacity.workers();
        this.queueLimit = capacity.queueLimit();
        this.listener = listener;
        this.moves = reply.program().moves();
        this.cut = reply.program().cut();
        this.body = new ChunkedBody(channel, reply.program().pieceBytes(), cut.atByte());
        this.timer = channel.newSucceededFuture();
    }

    @Override
    public Run run() {
        return reply.run();
    }

    void start(String head) {
        lateHead = head;
        if (!reply.program().headWaits()) {
            sendHead();
        }
        play();
    }

    private void sendHead() {
        if (!lateHead.isEmpty()) {
            body.head(lateHead.getBytes(StandardCharsets.US_ASCII));
            lateHead = "";
        }
    }

    @Override
    public void stop() {
        channel.eventLoop().execute(this::stopped);
    }

    @Override
    public void fallSilent() {
        channel.eventLoop()
                .execute(() -> {
                    timer.cancel(false);
                    moves = List.of(new Move.Hold());
                    position = 0;
                });
    }

    @Override
    public void roomAgain() {
        if (waitingForRoom) {
            waitingForRoom = false;
            play();
        }
    }

    @Override
    public Duration gone() {
        if (ended) {
            return Duration.ZERO;
        }
        ended = true;
        long untilWrite = Math.clamp(dueNanos - System.nanoTime(), 0, PING_NANOS);
        boolean held = position < moves.size() && moves.get(position) instanceof Move.Hold;
        timer.cancel(false);
        if (outcome == Run.Outcome.FINISHED) {
            run().stoppedAfter(texts);
        }
        if (worker == Worker.AT_WORK) {
            freeAfter(reply.program().duration().toNanos() - (System.nanoTime() - begunNanos));
        }
        return Duration.ofNanos(held || worker == Worker.AWAITED ? PING_NANOS : untilWrite);
    }

    @Override
    public boolean goesOn() {
        return worker == Worker.AWAITED || worker == Worker.AT_WORK;
    }

    /** A worker finishes its run although the client has left. */
    private void freeAfter(long nanos) {
        timer =
                channel.eventLoop()
                        .schedule(this::freeWorker, Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    private void freeWorker() {
        if (worker == Worker.AT_WORK) {
            worker = Worker.DONE;
            workers.free();
            listener.workEnded();
        }
    }

    private void granted() {
        worker = Worker.AT_WORK;
        begunNanos = System.nanoTime();
        run().work();
        if (ended) {
            freeAfter(reply.program().duration().toNanos());
        } else {
            timer.cancel(false);
            dueNanos = begunNanos;
            play();
        }
    }

    /** Whether it has one already. */
    private boolean hasWorker() {
        if (worker == Worker.NOT_ASKED) {
            worker = Worker.AWAITED;
            if (workers.take(() -> channel.eventLoop().execute(this::granted))) {
                worker = Worker.AT_WORK;
                begunNanos = System.nanoTime();
                run().work();
            } else {
                timer =
                        channel.eventLoop()
                                .schedule(
                                        this::giveUpWaiting,
                                        queueLimit.toNanos(),
                                        TimeUnit.NANOSECONDS);
            }
        }
        return worker == Worker.AT_WORK;
    }

    private void giveUpWaiting() {
        if (!ended && worker == Worker.AWAITED) {
            complete();
        }
    }

    private void stopped() {
        if (ended) {
            freeWorker();
        }
        if (!ended && outcome == Run.Outcome.FINISHED) {
            timer.cancel(false);
            takeStop();
            play();
        }
    }

    private void takeStop() {
        outcome = Run.Outcome.STOPPED;
        dueNanos = System.nanoTime();
        run().stoppedAfter(texts);
        moves = reply.program().stopped(texts);
        position = 0;
    }

    private void play() {
        while (!ended && mayGoOn()) {
            if (body.isCut()) {
                breakOff();
            } else if (position == moves.size()) {
                complete();
            } else if (!makes(moves.get(position))) {
                break;
            }
        }
        body.flush();
    }

    private boolean mayGoOn() {
        waitingForRoom = !channel.isWritable();
        return !waitingForRoom;
    }

    /** Whether the next move may follow at once. */
    private boolean makes(Move move) {
        switch (move) {
            case Move.Emit(Template frame, boolean text) -> {
                sendHead();
                position++;
                texts += text ? 1 : 0;
                body.event(frame, reply.values());
                return true;
            }
            case Move.AwaitWorker() -> {
                boolean taken = hasWorker();
                position += taken ? 1 : 0;
                return taken;
            }
            case Move.Stop() -> {
                takeStop();
                return true;
            }
            case Move.Pause(long nanos) -> {
                position++;
                playAfter(nanos);
                return false;
            }
            case Move.Repeat(Template frame, long nanos, long times) -> {
                repeated++;
                if (repeated > times) {
                    repeated = 0;
                    position++;
                    return true;
                }
                sendHead();
                body.event(frame, reply.values());
                playAfter(nanos);
                return false;
            }
            case Move.Hold() -> {
                return false;
            }
        }
    }

    /** Counted from the last due time, so that a late timer does not slow the stream down. */
    private void playAfter(long nanos) {
        dueNanos += nanos;
        long left = Math.max(0, dueNanos - System.nanoTime());
        timer = channel.eventLoop().schedule(this::play, left, TimeUnit.NANOSECONDS);
    }

    private void breakOff() {
        ended = true;
        freeWorker();
        body.flush();
        run().end(Run.Outcome.CUT);
        if (cut.ending() == Fault.Ending.CLEAN) {
            body.end();
            listener.complete();
        } else {
            listener.brokenOff(cut.ending());
        }
    }

    private void complete() {
        ended = true;
        freeWorker();
        sendHead();
        run().end(outcome);
        body.end();
        listener.complete();
    }
}
