package dev.sluice.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.core.JsonParser;

/**
 * Reads the strings of a JSON text. The parser gathers a string in pieces, joins them and copies
 * the whole: five times its size. Long ones are taken from the bytes instead; the parser checks
 * them when it goes on.
 */
final class JsonStrings {
    private static final int LONG_BYTES = 16 * 1024;
    private static final int HEX = 16;
    private static final int UNICODE_DIGITS = 4;

    private final byte[] body;
    private final int start;

    /**
     * Of this text.
     *
     * @param body valid UTF-8
     * @param start where the parser began
     */
    JsonStrings(byte[] body, int start) {
        this.body = body;
        this.start = start;
    }

    /** The string that the parser has come to and not read. */
    String at(JsonParser parser) {
        int from = start + (int) parser.currentTokenLocation().getByteOffset() + 1;
        int end = from;
        boolean escaped = false;
        while (end < body.length && body[end] != '"') {
            escaped |= body[end] == '\\';
            end += body[end] == '\\' ? 2 : 1;
        }
        if (end >= body.length || end - from < LONG_BYTES) {
            return parser.getString();
        }
        return escaped ? unescaped(parser, from, end) : new String(body, from, end - from, UTF_8);
    }

    private String unescaped(JsonParser parser, int from, int end) {
        byte[] text = new byte[end - from];
        int length = 0;
        int at = from;
        while (at < end) {
            if (body[at] != '\\') {
                text[length++] = body[at++];
            } else if (body[at + 1] != 'u') {
                text[length++] = shortEscape(body[at + 1]);
                at += 2;
            } else {
                int point = codePoint(at, end);
                if (point < 0) {
                    // Half a character, which has no UTF-8, or no escape at all.
                    return parser.getString();
                }
                length = put(point, text, length);
                at += Character.charCount(point) * (2 + UNICODE_DIGITS);
            }
        }
        return new String(text, 0, length, UTF_8);
    }

    /** In UTF-8, which takes no more than the escape did; where it ends. */
    private static int put(int point, byte[] text, int at) {
        int more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
        int lead = more == 0 ? 0 : (0xf0 << (3 - more)) & 0xff;
        text[at] = (byte) (lead | (point >> (6 * more)));
        for (int i = 1; i <= more; i++) {
            text[at + i] = (byte) (0x80 | ((point >> (6 * (more - i))) & 0x3f));
        }
        return at + more + 1;
    }

    private static byte shortEscape(byte letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            // Quotes and slashes stand for themselves; the parser refuses all others.
            default -> letter;
        };
    }

    /** What the escape there stands for, together with the next one if it takes two; or -1. */
    private int codePoint(int at, int end) {
        int first = unit(at, end);
        if (first < 0 || !Character.isSurrogate((char) first)) {
            return first;
        }
        int second = unit(at + 2 + UNICODE_DIGITS, end);
        return second >= 0 && Character.isSurrogatePair((char) first, (char) second)
                ? Character.toCodePoint((char) first, (char) second)
                : -1;
    }

    private int unit(int at, int end) {
        int digits = at + 2;
        if (digits + UNICODE_DIGITS > end || body[at] != '\\' || body[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = digits; i < digits + UNICODE_DIGITS; i++) {
            int digit = Character.digit(body[i], HEX);
            if (digit < 0) {
                return -1;
            }
            unit = unit * HEX + digit;
        }
        return unit;
    }
}
