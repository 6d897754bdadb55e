package dev.sluice.testkit.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One connection that asks, reads the answer to its end, and asks again. */
@SuppressWarnings("FutureReturnValueIgnored") // How a connection ends is told by channelInactive.
final class LoadConnection extends SimpleChannelInboundHandler<HttpObject> {
    private final Traffic traffic;
    private final int number;
    private final ByteBuf request;
    private final long periodNanos;
    private final EventCounter events = new EventCounter();
    private long askedNanos;
    private boolean asking;
    private boolean begun;
    private boolean keepAlive;

    LoadConnection(Traffic traffic, int number, LoadRequest request, Duration period) {
        this.traffic = traffic;
        this.number = number;
        this.request = request.bytes(number);
        this.periodNanos = period.toNanos();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ask(ctx.channel());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        if (part.decoderResult().isFailure()) {
            ctx.close();
            return;
        }
        if (part instanceof HttpResponse response) {
            keepAlive = HttpUtil.isKeepAlive(response);
            if (!response.status().equals(HttpResponseStatus.OK)) {
                traffic.refused();
            }
        }
        if (part instanceof HttpContent content) {
            read(content.content());
        }
        if (part instanceof LastHttpContent) {
            answered(ctx.channel());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset; what it means is decided where the connection ends.
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        traffic.ended(number, asking);
    }

    private void again(Channel channel) {
        if (keepAlive) {
            ask(channel);
        } else {
            channel.close();
        }
    }

    private void ask(Channel channel) {
        if (!channel.isActive()) {
            return;
        }
        asking = true;
        begun = false;
        events.reset();
        askedNanos = System.nanoTime();
        channel.writeAndFlush(request.duplicate(), channel.voidPromise());
    }

    private void read(ByteBuf content) {
        if (!begun && content.isReadable()) {
            begun = true;
            traffic.begun(number, System.nanoTime() - askedNanos);
        }
        traffic.received(events.count(content), content.readableBytes());
    }

    private void answered(Channel channel) {
        asking = false;
        traffic.answered();
        long left = askedNanos + periodNanos - System.nanoTime();
        if (left > 0) {
            channel.eventLoop().schedule(() -> again(channel), left, TimeUnit.NANOSECONDS);
        } else {
            // Not from within the answer that just ended.
            channel.eventLoop().execute(() -> again(channel));
        }
    }
}
