package dev.sluice.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Drops responses that announce another one, such as 102 (Processing) and 103 (Early Hints): Vert.x
 * 5.2 takes those it does not know for the response itself. Belongs to one connection.
 */
final class InterimResponses extends ChannelInboundHandlerAdapter {
    private static final int SWITCHING_PROTOCOLS = 101;

    private boolean interim;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            interim = isInterim(response);
        }
        if (!interim) {
            context.fireChannelRead(message);
            return;
        }
        interim = !(message instanceof LastHttpContent);
        ReferenceCountUtil.release(message);
    }

    private static boolean isInterim(HttpResponse response) {
        return response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                && response.status().code() != SWITCHING_PROTOCOLS;
    }
}
