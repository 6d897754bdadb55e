package dev.sluice.http;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * One gzip member (RFC 1952), unpacked in work that is bounded by the size it declares. Java's own
 * stream goes into a further member by calling itself, so that 20,000 empty ones end its stack;
 * clients of HTTP send one, and here more than one are refused.
 */
final class Gzip {
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int METHOD_DEFLATE = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final byte[] packed;

    Gzip(byte[] packed) {
        this.packed = packed;
    }

    /** How large it says it is unpacked. */
    long size() throws DataFormatException {
        headerEnd();
        return number(packed.length - 4);
    }

    /** The size must have been found small enough for an array. */
    byte[] unpack() throws DataFormatException {
        byte[] plain = new byte[Math.toIntExact(size())];
        int from = headerEnd();
        int length = packed.length - TRAILER_BYTES - from;
        if (length < 0) {
            throw new DataFormatException("no data");
        }
        var inflater = new Inflater(true);
        try {
            inflater.setInput(packed, from, length);
            inflate(inflater, plain);
            if (inflater.getRemaining() > 0) {
                throw new DataFormatException("more than one member");
            }
        } finally {
            inflater.end();
        }
        var crc = new CRC32();
        crc.update(plain);
        if (crc.getValue() != number(packed.length - TRAILER_BYTES)) {
            throw new DataFormatException("another checksum");
        }
        return plain;
    }

    private static void inflate(Inflater inflater, byte[] plain) throws DataFormatException {
        int length = 0;
        while (length < plain.length) {
            int more = inflater.inflate(plain, length, plain.length - length);
            if (more == 0) {
                throw new DataFormatException("less than was said");
            }
            length += more;
        }
        // The end is only seen by asking for one byte more.
        if (inflater.inflate(new byte[1]) > 0 || !inflater.finished()) {
            throw new DataFormatException("more than was said");
        }
    }

    private int headerEnd() throws DataFormatException {
        if (packed.length < HEADER_BYTES + TRAILER_BYTES) {
            throw new DataFormatException("too short");
        }
        int flags = packed[3];
        if (packed[0] != 0x1f
                || packed[1] != (byte) 0x8b
                || packed[2] != METHOD_DEFLATE
                || (flags & RESERVED) != 0) {
            throw new DataFormatException("no gzip");
        }
        int at = HEADER_BYTES;
        if ((flags & EXTRA) != 0) {
            // At least the trailer follows, so these two are there.
            at += 2 + (packed[at] & 0xff) + ((packed[at + 1] & 0xff) << 8);
        }
        at = (flags & NAME) != 0 ? afterZero(at) : at;
        at = (flags & COMMENT) != 0 ? afterZero(at) : at;
        return (flags & HEADER_CRC) != 0 ? at + 2 : at;
    }

    private int afterZero(int from) throws DataFormatException {
        for (int i = from; i < packed.length; i++) {
            if (packed[i] == 0) {
                return i + 1;
            }
        }
        throw new DataFormatException("a name without an end");
    }

    /** Four bytes, the lowest first. */
    private long number(int at) {
        long number = 0;
        for (int i = 3; i >= 0; i--) {
            number = (number << 8) | (packed[at + i] & 0xff);
        }
        return number;
    }
}
