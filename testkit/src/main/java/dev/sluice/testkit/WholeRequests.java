package dev.sluice.testkit;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpUtil;

/** Collects a request's body; answers in raw bytes, since this pipeline encodes nothing. */
final class WholeRequests extends HttpObjectAggregator {
    /** What the nginx in front of a Dify server lets through. */
    private static final int MOST_BYTES = 100 * 1024 * 1024;

    WholeRequests() {
        super(MOST_BYTES);
    }

    @Override
    protected Object newContinueResponse(
            HttpMessage start, int maxContentLength, ChannelPipeline pipeline) {
        return HttpUtil.is100ContinueExpected(start)
                ? ByteBufUtil.writeAscii(
                        pipeline.channel().alloc(), "HTTP/1.1 100 Continue\r\n\r\n")
                : super.newContinueResponse(start, maxContentLength, pipeline);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
        Page page = Page.html(413);
        var _ =
                ctx.writeAndFlush(
                                ByteBufUtil.writeUtf8(ctx.alloc(), page.head(false) + page.body()))
                        .addListener(ChannelFutureListener.CLOSE);
    }
}
