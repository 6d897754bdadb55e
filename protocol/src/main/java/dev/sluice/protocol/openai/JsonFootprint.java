package dev.sluice.protocol.openai;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;

/**
 * How much of the heap a JSON text takes while it is read, found in one pass over its bytes that
 * allocates nothing. The pass also refuses what is not UTF-8: a parser that skips a text does not
 * look at it that closely, and takes overlong forms, which others read as another character.
 *
 * @param bytes of the text
 * @param values objects, lists, members and elements, counted by what stands before each
 * @param wide whether a character may need two bytes in memory, and then all of its text does
 */
public record JsonFootprint(long bytes, long values, boolean wide) {
    /** Far more than any chat has; 64 MiB of empty lists would become a gigabyte of objects. */
    static final int MOST_VALUES = 1_000_000;

    /** Of an empty text. */
    public static final JsonFootprint NOTHING = new JsonFootprint(0, 0, false);

    /**
     * What a thread allocates to read one value with its name: at most 108 bytes, for a number with
     * a fraction (JDK 25, Jackson 3.2.4, 2026-11-30). {@code HostileBodiesTest} measures this and
     * the factors below, and fails where they are too small.
     */
    private static final int BYTES_A_VALUE = 120;

    /** For each byte of text: without its escapes, and as it is kept. */
    private static final int NARROW = 2;

    /** The same where a character takes two bytes: the JDK decodes at full length, then trims. */
    private static final int WIDE = 6;

    /** The parser's own buffers. */
    private static final int PARSER_BYTES = 128 * 1024;

    private static final int LATIN_1_LEADS = 0xc4;

    /**
     * Of this body.
     *
     * @throws ChatFailedException when it is not UTF-8, or has too many values
     */
    public static JsonFootprint of(byte[] body) {
        long values = 0;
        boolean wide = false;
        boolean inText = false;
        int at = 0;
        while (at < body.length) {
            int b = body[at];
            if (b < 0) {
                at = afterCharacter(body, at);
                wide |= (b & 0xff) >= LATIN_1_LEADS;
                continue;
            }
            if (inText && b == '\\') {
                int escaped = at + 1 < body.length ? body[at + 1] : -1;
                wide |= escaped == 'u';
                // What is no ASCII is no escape either; the parser refuses it.
                at += escaped < 0 ? 1 : 2;
                continue;
            }
            inText ^= b == '"';
            if (!inText && isBeforeValue(b) && ++values > MOST_VALUES) {
                throw tooMany();
            }
            at++;
        }
        return new JsonFootprint(body.length, values, wide);
    }

    /** Heap that reading it takes beside its bytes; nothing of what is skipped. */
    public long reading() {
        return PARSER_BYTES + values * BYTES_A_VALUE + bytes * (wide ? WIDE : NARROW);
    }

    /** Heap that so many characters of its text take as they are kept. */
    public long text(long characters) {
        return wide ? 2 * characters : characters;
    }

    /** Heap that all of it takes as a tree. */
    public long tree() {
        return values * BYTES_A_VALUE + text(bytes);
    }

    private static boolean isBeforeValue(int b) {
        return b == ',' || b == '[' || b == '{' || b == ':';
    }

    /** Table 3-7 of Unicode 16: the second byte has bounds of its own after four of the first. */
    private static int afterCharacter(byte[] body, int at) {
        int lead = body[at] & 0xff;
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (lead < 0xc2 || lead > 0xf4 || at + length > body.length) {
            throw notUtf8(at);
        }
        int second = body[at + 1] & 0xff;
        boolean valid = second >= lowest && second <= highest;
        for (int i = 2; i < length; i++) {
            valid &= (body[at + i] & 0xc0) == 0x80;
        }
        if (!valid) {
            throw notUtf8(at);
        }
        return at + length;
    }

    private static ChatFailedException notUtf8(int at) {
        return new ChatFailedException(
                ChatFailure.of(
                        FailureCode.REQUEST_JSON,
                        ChatFailure.CLIENT,
                        "The request body is not valid UTF-8 (byte " + (at + 1) + ").",
                        "Encode it as UTF-8."));
    }

    private static ChatFailedException tooMany() {
        return new ChatFailedException(
                ChatFailure.of(
                        FailureCode.REQUEST_TOO_LARGE,
                        ChatFailure.CLIENT,
                        "The request has more than " + MOST_VALUES + " values.",
                        "Send fewer messages, members and elements in one request."));
    }
}
