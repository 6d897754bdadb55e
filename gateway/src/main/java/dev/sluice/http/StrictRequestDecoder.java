package dev.sluice.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;
import java.util.Set;

/**
 * Refuses what the library's decoder reads without a trace of it: header lines that are folded,
 * which Netty 4.2 joins with a space, and versions of HTTP other than 1.0 and 1.1, which Vert.x 5.2
 * answers before any handler sees them. Belongs to one connection.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
    private static final Set<String> VERSIONS = Set.of("HTTP/1.0", "HTTP/1.1");

    private boolean inHead = true;

    /** Whether a line of the present head has been consumed: the decoder consumes whole lines. */
    private boolean afterLine;

    private boolean refused;

    StrictRequestDecoder(Http1ServerConfig config) {
        super(config);
    }

    /** Why a request is refused, for people. */
    static final class Refusal extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private Refusal(String reason) {
            super(reason);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
            throws Exception {
        if (refused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (inHead && hasFoldedLine(in)) {
            refused = true;
            in.skipBytes(in.readableBytes());
            HttpMessage invalid = createInvalidMessage();
            invalid.setDecoderResult(
                    DecoderResult.failure(new Refusal("a header of it is folded over lines")));
            out.add(invalid);
            return;
        }
        int position = in.readerIndex();
        int known = out.size();
        super.decode(context, in, out);
        afterLine |= in.readerIndex() > position;
        for (Object part : out.subList(known, out.size())) {
            inHead = part instanceof LastHttpContent;
            afterLine = false;
        }
    }

    /** Whether a line of the head, up to its empty line, begins with a blank. */
    private boolean hasFoldedLine(ByteBuf in) {
        int end = in.writerIndex();
        int line = in.readerIndex();
        boolean first = !afterLine;
        while (line < end) {
            byte start = in.getByte(line);
            if (!first && (start == ' ' || start == '\t')) {
                return true;
            }
            if (!first && (start == '\r' || start == '\n')) {
                return false;
            }
            int feed = in.indexOf(line, end, (byte) '\n');
            if (feed < 0) {
                return false;
            }
            // Empty lines before a request are skipped.
            first = first && (start == '\r' || start == '\n');
            line = feed + 1;
        }
        return false;
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        if (!VERSIONS.contains(initialLine[2])) {
            throw new Refusal("its version is neither HTTP/1.0 nor HTTP/1.1");
        }
        return super.createMessage(initialLine);
    }
}
