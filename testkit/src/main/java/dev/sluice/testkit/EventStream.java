package dev.sluice.testkit;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Plays one run's program on its connection; everything but {@link #stop} happens on its event
 * loop.
 */
final class EventStream implements Observations.LiveRun, Playing {
    private final Channel channel;
    private final Reply.Stream reply;
    private final Fault.Cut cut;
    private final ChunkedBody body;
    private final Listener listener;
    private List<Move> moves;
    private Future<?> timer;
    private Run.Outcome outcome = Run.Outcome.FINISHED;
    private long dueNanos = System.nanoTime();
    private int position;
    private int texts;
    private long repeated;
    private boolean waitingForRoom;
    private boolean ended;

    /**
     * Hears how the stream ended: with its body complete, so that the connection may go on, or not.
     */
    interface Listener {
        void complete();

        void brokenOff(Fault.Ending ending);
    }

    EventStream(Channel channel, Reply.Stream reply, Listener listener) {
        this.channel = channel;
        this.reply = reply;
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
        body.head(head.getBytes(StandardCharsets.US_ASCII));
        play();
    }

    @Override
    public void stop() {
        channel.eventLoop().execute(this::stopped);
    }

    @Override
    public void roomAgain() {
        if (waitingForRoom) {
            waitingForRoom = false;
            play();
        }
    }

    @Override
    public void gone() {
        ended = true;
        timer.cancel(false);
    }

    private void stopped() {
        if (!ended && outcome == Run.Outcome.FINISHED) {
            timer.cancel(false);
            takeStop();
            play();
        }
    }

    private void takeStop() {
        outcome = Run.Outcome.STOPPED;
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
                position++;
                texts += text ? 1 : 0;
                body.event(frame, reply.values());
                return true;
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
        run().end(outcome);
        body.end();
        listener.complete();
    }
}
