package dev.sluice.protocol.sse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Finds the events of a stream whose bytes arrive in slices that may be cut anywhere. Lines end
 * with LF, CR or CRLF; of the fields only {@code data} counts, and an event without it is dropped,
 * as keep-alives are. Used by one thread.
 *
 * <p>Data that lies in one line whole inside one slice is handed on where it lies; only what
 * crosses a border between slices, or has several lines, is copied.
 */
public final class SseFramer {
    /** Node events of a workflow hold whole documents; beyond this it is not an answer. */
    public static final int MAX_EVENT_BYTES = 16 * 1024 * 1024;

    private static final byte[] DATA = "data".getBytes(US_ASCII);
    private static final byte[] LINE_FEED = {'\n'};

    /** What a line may have besides its data: the field's name, colon and space, and the mark. */
    private static final int LINE_EXTRA_BYTES = DATA.length + 2 + 3;

    private static final int INITIAL_BYTES = 1024;

    /** One large event must not cost its memory for the rest of a long stream. */
    private static final int KEPT_BYTES = 64 * 1024;

    private final int maxEventBytes;

    /** The data of the event so far, then from {@code dataLength} on a line without its end. */
    private byte[] held = {};

    private int dataLength;
    private int heldLength;

    /** Where the event's data lies in the bytes being read, while it is not held. */
    private int sliceFrom;

    private int sliceTo;
    private Data data = Data.NONE;

    private boolean firstLine = true;
    private boolean afterCarriageReturn;
    private boolean overflown;

    private enum Data {
        NONE,
        IN_SLICE,
        HELD
    }

    public SseFramer() {
        this(MAX_EVENT_BYTES);
    }

    SseFramer(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    public void read(byte[] bytes, int from, int to, SseSink sink) {
        int start = afterLineFeed(bytes, from, to);
        while (!overflown) {
            int end = lineEnd(bytes, start, to);
            if (end == to) {
                break;
            }
            line(bytes, start, end, sink);
            afterCarriageReturn = bytes[end] == '\r';
            start = afterLineFeed(bytes, end + 1, to);
        }
        keep(bytes, start, to, sink);
    }

    /** The stream has ended; an event that only lacks its blank line still counts. */
    public void end(SseSink sink) {
        if (!overflown && heldLength > dataLength) {
            line(held, heldLength, heldLength, sink);
        }
        if (!overflown) {
            dispatch(held, sink);
        }
    }

    /** Steps over the LF of a CRLF, which may be the first byte of the next slice. */
    private int afterLineFeed(byte[] bytes, int at, int to) {
        if (!afterCarriageReturn || at == to) {
            return at;
        }
        afterCarriageReturn = false;
        return bytes[at] == '\n' ? at + 1 : at;
    }

    private static int lineEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    private void line(byte[] bytes, int from, int to, SseSink sink) {
        if (heldLength - dataLength + (to - from) > maxEventBytes + LINE_EXTRA_BYTES) {
            overflow(sink);
        } else if (heldLength == dataLength) {
            field(bytes, from, to, sink);
        } else {
            hold(bytes, from, to);
            int end = heldLength;
            heldLength = dataLength;
            field(held, dataLength, end, sink);
            // What the line has of the event moves forward, over the name it has lost.
            holdSlice(held);
        }
    }

    private void field(byte[] bytes, int from, int to, SseSink sink) {
        int start = firstLine ? afterByteOrderMark(bytes, from, to) : from;
        firstLine = false;
        if (start == to) {
            dispatch(bytes, sink);
        } else if (isData(bytes, start, to)) {
            int value = Math.min(start + DATA.length + 1, to);
            data(bytes, value < to && bytes[value] == ' ' ? value + 1 : value, to, sink);
        }
    }

    private static int afterByteOrderMark(byte[] bytes, int from, int to) {
        boolean marked =
                to - from >= 3
                        && bytes[from] == (byte) 0xef
                        && bytes[from + 1] == (byte) 0xbb
                        && bytes[from + 2] == (byte) 0xbf;
        return marked ? from + 3 : from;
    }

    private static boolean isData(byte[] bytes, int from, int to) {
        int end = from + DATA.length;
        return end <= to
                && Arrays.equals(bytes, from, end, DATA, 0, DATA.length)
                && (end == to || bytes[end] == ':');
    }

    private void data(byte[] bytes, int from, int to, SseSink sink) {
        if (data == Data.NONE) {
            data = Data.IN_SLICE;
            sliceFrom = from;
            sliceTo = to;
        } else {
            join(bytes, from, to);
        }
        if (dataBytes() > maxEventBytes) {
            overflow(sink);
        }
    }

    private void join(byte[] bytes, int from, int to) {
        holdSlice(bytes);
        if (data == Data.HELD) {
            hold(LINE_FEED, 0, LINE_FEED.length);
        }
        hold(bytes, from, to);
        dataLength = heldLength;
        data = Data.HELD;
    }

    private void dispatch(byte[] bytes, SseSink sink) {
        Data ready = data;
        int length = dataLength;
        data = Data.NONE;
        dataLength = 0;
        heldLength = 0;
        switch (ready) {
            case NONE -> {}
            case IN_SLICE -> sink.data(bytes, sliceFrom, sliceTo);
            case HELD -> sink.data(held, 0, length);
        }
        if (held.length > KEPT_BYTES) {
            held = new byte[0];
        }
    }

    /** The slice is about to go; what has not ended in it must stay. */
    private void keep(byte[] bytes, int from, int to, SseSink sink) {
        if (overflown) {
            return;
        }
        holdSlice(bytes);
        hold(bytes, from, to);
        if (heldLength - dataLength > maxEventBytes + LINE_EXTRA_BYTES) {
            overflow(sink);
        }
    }

    private void holdSlice(byte[] bytes) {
        if (data == Data.IN_SLICE) {
            hold(bytes, sliceFrom, sliceTo);
            dataLength = heldLength;
            data = Data.HELD;
        }
    }

    private void hold(byte[] bytes, int from, int to) {
        int length = heldLength + to - from;
        if (length > held.length) {
            held = Arrays.copyOf(held, Math.max(length, Math.max(INITIAL_BYTES, held.length * 2)));
        }
        System.arraycopy(bytes, from, held, heldLength, to - from);
        heldLength = length;
    }

    private int dataBytes() {
        return data == Data.IN_SLICE ? sliceTo - sliceFrom : dataLength;
    }

    private void overflow(SseSink sink) {
        overflown = true;
        data = Data.NONE;
        held = new byte[0];
        sink.tooLarge();
    }
}
