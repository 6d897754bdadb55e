package dev.sluice.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Closes a connection with all that was not sent on it. The library (Vert.x 5.2, {@code
 * VertxConnection.writeClose}) first waits until everything is sent, which is for ever where the
 * other side does not read: the connection is counted no more by then, and stays open.
 *
 * <p>As a handler at the end of a pipeline it acts only on a close that the library itself has
 * begun, after which it lends the connection to no other request.
 */
final class ForcedClose extends ChannelOutboundHandlerAdapter {
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        var _ = context.close(promise);
        Channel channel = context.channel();
        // After the steps that the library takes in this turn of the loop.
        channel.eventLoop().execute(() -> dropUnsent(channel));
    }

    private static void dropUnsent(Channel channel) {
        if (unsentBytes(channel) > 0) {
            reset(channel);
        }
    }

    /** Closes now, also where the other side has not taken everything. On the loop. */
    static void close(Channel channel) {
        if (unsentBytes(channel) > 0) {
            reset(channel);
        } else {
            var _ = channel.close();
        }
    }

    /** Whether the system takes no more for it, and not only the window of one HTTP/2 stream. */
    static boolean isBlocked(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer != null && !buffer.isEmpty();
    }

    /** Of the whole connection, and to the byte, since an answer in one piece is one message. */
    static long unsentBytes(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
    }

    /** Not through the pipeline, which would first wait until the other side has read it all. */
    static void reset(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.unsafe().close(channel.newPromise());
    }
}
