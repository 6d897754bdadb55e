package dev.sluice.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Frames a body in chunks, each event its own, and breaks it where a fault says so. */
final class ChunkedBody {
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CRLF = ('\r' << 8) | '\n';
    private static final int CHUNK_OVERHEAD_BYTES = 12;
    private static final int FULL_BYTES = 32 * 1024;

    private final Channel channel;
    private final int pieceBytes;
    private final int bodyLimit;
    private int bodyBytes;
    private ByteBuf pending = Unpooled.EMPTY_BUFFER;

    /** No split and no cut are {@code Integer.MAX_VALUE} bytes. */
    ChunkedBody(Channel channel, int pieceBytes, int bodyLimit) {
        this.channel = channel;
        this.pieceBytes = pieceBytes;
        this.bodyLimit = bodyLimit;
    }

    void head(byte[] head) {
        room(head.length).writeBytes(head);
    }

    void event(Template frame, RunValues values) {
        int length = frame.length(values);
        if (length <= pieceBytes && bodyBytes + (long) length <= bodyLimit) {
            chunk(length, out -> frame.writeTo(out, values));
            bodyBytes += length;
            flushAbove(FULL_BYTES);
        } else {
            inPieces(frame, values);
        }
    }

    boolean isCut() {
        return bodyBytes >= bodyLimit;
    }

    void flush() {
        flushAbove(0);
    }

    private void flushAbove(int bytes) {
        if (pending.readableBytes() > bytes) {
            ByteBuf out = pending;
            pending = Unpooled.EMPTY_BUFFER;
            var _ = channel.writeAndFlush(out, channel.voidPromise());
        }
    }

    void end() {
        room(LAST_CHUNK.length).writeBytes(LAST_CHUNK);
        flush();
    }

    private void inPieces(Template frame, RunValues values) {
        ByteBuf whole = channel.alloc().buffer(frame.length(values));
        try {
            frame.writeTo(whole, values);
            int allowed = Math.min(whole.readableBytes(), bodyLimit - bodyBytes);
            for (int left = allowed; left > 0; left -= pieceBytes) {
                int piece = Math.min(left, pieceBytes);
                chunk(piece, out -> out.writeBytes(whole, piece));
                bodyBytes += piece;
                flush();
            }
        } finally {
            whole.release();
        }
    }

    private void chunk(int length, Consumer<ByteBuf> content) {
        ByteBuf out = room(length + CHUNK_OVERHEAD_BYTES);
        ByteBufUtil.writeAscii(out, Integer.toHexString(length));
        ByteBufUtil.writeShortBE(out, CRLF);
        content.accept(out);
        ByteBufUtil.writeShortBE(out, CRLF);
    }

    private ByteBuf room(int bytes) {
        if (!pending.isReadable()) {
            pending = channel.alloc().ioBuffer(bytes);
        }
        return pending;
    }
}
