package dev.sluice.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** One client connection: its requests one after the other, and how the client leaves. */
final class DifyConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    /** A reset discards what the peer was not sent yet; on loopback this is ample. */
    private static final int RESET_DELAY_MILLIS = 50;

    private final DifyApi api;
    private final Observations observations;
    private final Capacity capacity;
    private final Deque<HttpCall> waiting = new ArrayDeque<>();
    private Playing playing = Playing.NOTHING;
    private Run run;
    private boolean busy;
    private boolean resetSeen;
    private int answered;

    DifyConnection(DifyApi api, Observations observations, Capacity capacity) {
        this.capacity = capacity;
        this.api = api;
        this.observations = observations;
        this.run = Run.unlisted();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        awaitRequest(ctx.channel());
    }

    /** Only so long does an idle connection keep its place. */
    private void awaitRequest(Channel channel) {
        Duration limit = capacity.keepAlive();
        if (limit.isPositive()) {
            int before = answered;
            var _ =
                    channel.eventLoop()
                            .schedule(
                                    () -> closeIfIdle(channel, before),
                                    limit.toNanos(),
                                    TimeUnit.NANOSECONDS);
        }
    }

    private void closeIfIdle(Channel channel, int before) {
        if (!capacity.places().has(channel)) {
            awaitRequest(channel);
        } else if (!busy && answered == before) {
            close(channel);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        waiting.add(HttpCall.of(request));
        next(ctx.channel());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            playing.roomAgain();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        resetSeen = true;
        var _ = ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        run.end(resetSeen ? Run.Outcome.RESET_BY_PEER : Run.Outcome.CLOSED_BY_PEER);
        Duration unnoticed = playing.gone();
        if (!playing.goesOn()) {
            observations.live().remove(run.taskId());
        }
        leave(ctx.channel(), unnoticed);
    }

    private void leave(Channel channel, Duration unnoticed) {
        if (unnoticed.isPositive() && capacity.places().isLimited()) {
            var _ =
                    channel.eventLoop()
                            .schedule(
                                    () -> capacity.places().leave(channel),
                                    unnoticed.toNanos(),
                                    TimeUnit.NANOSECONDS);
        } else {
            capacity.places().leave(channel);
        }
    }

    private void next(Channel channel) {
        if (busy || waiting.isEmpty()) {
            return;
        }
        busy = true;
        HttpCall call = waiting.remove();
        Reply reply = api.answer(call);
        run = reply.run();
        if (!reply.inWorker()) {
            later(channel, reply, () -> give(channel, reply, call.keepAlive()));
            return;
        }
        Runnable worked =
                () -> {
                    capacity.workers().free();
                    give(channel, reply, call.keepAlive());
                };
        Runnable begin =
                () -> {
                    reply.run().work();
                    later(channel, reply, worked);
                };
        if (capacity.workers().take(begin)) {
            begin.run();
        }
    }

    private static void later(Channel channel, Reply reply, Runnable task) {
        if (reply.after().isZero() && channel.eventLoop().inEventLoop()) {
            task.run();
        } else {
            var _ =
                    channel.eventLoop()
                            .schedule(task, reply.after().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void give(Channel channel, Reply reply, boolean keepAlive) {
        if (!channel.isActive()) {
            return;
        }
        switch (reply) {
            case Reply.Whole whole -> {
                // First, so that who has read the answer also sees how the run ended.
                run.end(whole.outcome());
                write(channel, whole.page().head(keepAlive), whole.page().body());
                done(channel, keepAlive);
            }
            case Reply.Stream stream -> stream(channel, stream, keepAlive);
            case Reply.Reset _ -> {
                run.end(Run.Outcome.CUT);
                reset(channel);
            }
        }
    }

    private void stream(Channel channel, Reply.Stream reply, boolean keepAlive) {
        EventStream.Listener listener =
                new EventStream.Listener() {
                    @Override
                    public void complete() {
                        done(channel, keepAlive);
                    }

                    @Override
                    public void brokenOff(Fault.Ending ending) {
                        breakOff(channel, ending);
                    }

                    @Override
                    public void workEnded() {
                        observations.live().remove(reply.run().taskId());
                    }
                };
        EventStream stream = new EventStream(channel, reply, capacity, listener);
        playing = stream;
        observations.live().put(run.taskId(), stream);
        stream.start(reply.program().head(keepAlive));
    }

    private void done(Channel channel, boolean keepAlive) {
        playing = Playing.NOTHING;
        observations.live().remove(run.taskId());
        busy = false;
        answered++;
        if (keepAlive) {
            awaitRequest(channel);
            // Not from within the stream that just ended.
            channel.eventLoop().execute(() -> next(channel));
        } else {
            close(channel);
        }
    }

    private static void breakOff(Channel channel, Fault.Ending ending) {
        if (ending == Fault.Ending.RESET) {
            var _ =
                    channel.eventLoop()
                            .schedule(
                                    () -> reset(channel),
                                    RESET_DELAY_MILLIS,
                                    TimeUnit.MILLISECONDS);
        } else {
            close(channel);
        }
    }

    static void reset(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        var _ = channel.close();
    }

    private static void close(Channel channel) {
        var _ =
                channel.writeAndFlush(channel.alloc().buffer(0))
                        .addListener(ChannelFutureListener.CLOSE);
    }

    private static void write(Channel channel, String head, String body) {
        ByteBuf out = channel.alloc().ioBuffer();
        ByteBufUtil.writeAscii(out, head);
        ByteBufUtil.writeUtf8(out, body);
        var _ = channel.writeAndFlush(out, channel.voidPromise());
    }
}
