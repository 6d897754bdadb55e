package dev.sluice.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes on their way to a wire: grows, writes UTF-8 and JSON strings without a copy between. */
public final class WireBuffer {
    private static final int INITIAL_BYTES = 512;

    /** The most that one UTF-16 unit can take, as an escape. */
    private static final int MOST_BYTES = 6;

    /** So that room is made for what a long text takes, and not for what it could take. */
    private static final int ESCAPED_AT_ONCE = 1_024;

    private static final byte[] EMPTY = {};
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = EMPTY;
    private int length;

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** The backing array, valid up to {@link #length}; the buffer must not be used afterwards. */
    public byte[] array() {
        return bytes;
    }

    public WireBuffer raw(byte[] source) {
        reserve(source.length);
        System.arraycopy(source, 0, bytes, length, source.length);
        length += source.length;
        return this;
    }

    public WireBuffer text(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The text as the inside of a JSON string, without the quotes. */
    public WireBuffer escaped(String text) {
        int roomUntil = 0;
        for (int i = 0; i < text.length(); i++) {
            if (i >= roomUntil) {
                roomUntil = Math.min(i + ESCAPED_AT_ONCE, text.length());
                // A pair that begins in this part ends in the next.
                reserve((roomUntil - i + 1) * MOST_BYTES);
            }
            char c = text.charAt(i);
            if (c < 0x80) {
                ascii(c);
            } else if (c < 0x800) {
                bytes[length++] = (byte) (0xc0 | (c >> 6));
                bytes[length++] = (byte) (0x80 | (c & 0x3f));
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                supplementary(Character.toCodePoint(c, text.charAt(++i)));
            } else if (Character.isSurrogate(c)) {
                // Half a character has no UTF-8; as an escape it survives.
                unicodeEscape(c);
            } else {
                bytes[length++] = (byte) (0xe0 | (c >> 12));
                bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                bytes[length++] = (byte) (0x80 | (c & 0x3f));
            }
        }
        return this;
    }

    public String utf8() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void ascii(char c) {
        if (c >= 0x20 && c != '"' && c != '\\') {
            bytes[length++] = (byte) c;
            return;
        }
        switch (c) {
            case '"', '\\' -> shortEscape(c);
            case '\n' -> shortEscape('n');
            case '\r' -> shortEscape('r');
            case '\t' -> shortEscape('t');
            default -> unicodeEscape(c);
        }
    }

    private void shortEscape(char c) {
        bytes[length++] = '\\';
        bytes[length++] = (byte) c;
    }

    private void unicodeEscape(char c) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(c >> shift) & 0xf];
        }
    }

    private void supplementary(int point) {
        bytes[length++] = (byte) (0xf0 | (point >> 18));
        bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3f));
        bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        bytes[length++] = (byte) (0x80 | (point & 0x3f));
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes =
                    Arrays.copyOf(
                            bytes,
                            Math.max(Math.max(INITIAL_BYTES, bytes.length * 2), length + more));
        }
    }
}
