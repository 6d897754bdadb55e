package dev.sluice.testkit.load;

import io.netty.buffer.ByteBuf;

/** Counts blank lines in a body that comes in pieces. */
final class EventCounter {
    private static final int NONE = -1;

    private boolean afterNewline;

    int count(ByteBuf piece) {
        int end = piece.writerIndex();
        int events = 0;
        int newline = afterNewline ? piece.readerIndex() - 1 : NONE - 1;
        int next = piece.indexOf(piece.readerIndex(), end, (byte) '\n');
        while (next != NONE) {
            if (next == newline + 1) {
                events++;
                // A third newline in a row ends no second event.
                newline = NONE - 1;
            } else {
                newline = next;
            }
            next = piece.indexOf(next + 1, end, (byte) '\n');
        }
        if (piece.isReadable()) {
            afterNewline = newline == end - 1;
        }
        return events;
    }

    void reset() {
        afterNewline = false;
    }
}
