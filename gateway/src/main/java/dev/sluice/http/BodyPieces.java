package dev.sluice.http;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A body as it comes. Joining a large one would hold the loop up, and an object for every byte of a
 * client that sends single ones would take a hundred times as much, so only small pieces are
 * joined.
 */
final class BodyPieces {
    private static final int SMALL_BYTES = 1024;
    private static final int JOINED_BYTES = 16 * 1024;

    private final Deque<Buffer> pieces = new ArrayDeque<>();
    private long size;

    void add(Buffer piece) {
        size += piece.length();
        boolean small = piece.length() < SMALL_BYTES && !pieces.isEmpty();
        if (small && pieces.getLast().length() < JOINED_BYTES) {
            pieces.getLast().appendBuffer(piece);
        } else {
            pieces.add(piece);
        }
    }

    long size() {
        return size;
    }

    int count() {
        return pieces.size();
    }

    /** All of it, once: the pieces are let go of. */
    byte[] join() {
        byte[] whole = new byte[Math.toIntExact(size)];
        int length = 0;
        while (!pieces.isEmpty()) {
            Buffer piece = pieces.remove();
            piece.getBytes(whole, length);
            length += piece.length();
        }
        return whole;
    }
}
