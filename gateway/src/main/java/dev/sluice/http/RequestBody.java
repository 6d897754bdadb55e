package dev.sluice.http;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;

/**
 * A request's body: collected on the loop, up to a limit, for the plot that waits, then unpacked
 * and read, by {@link BodyWorkers} where it is large.
 */
final class RequestBody {
    private static final int RETRY_SECONDS = 2;

    /** What a plot reads itself, in about a millisecond. */
    private static final int SMALL_BYTES = 64 * 1024;

    /** What a plot compares and composes itself, in a few milliseconds. */
    private static final int COMPUTED_BY_PLOTS_BYTES = 256 * 1024;

    /** Bodies of chats are a third to a tenth of their size as gzip; bombs a thousandth. */
    private static final int MOST_RATIO = 100;

    /** So large a body may be packed as tightly as gzip can. */
    private static final long ANY_RATIO_BYTES = 8L << 20;

    private final Exchange exchange;
    private final HttpServerRequest request;
    private final Reservation room;
    private final long limit;
    private final Pending<BodyPieces> whole = new Pending<>();
    private final BodyPieces pieces = new BodyPieces();
    private long reserved;
    private boolean refused;

    RequestBody(Exchange exchange, HttpServerRequest request, Reservation room, long limit) {
        this.exchange = exchange;
        this.request = request;
        this.room = room;
        this.limit = limit;
    }

    <T> T read(Duration deadline, BodyWorkers workers, BodyFormat<T> format) {
        exchange.loop().run(this::begin);
        BodyPieces sent = exchange.await(whole, deadline, () -> late(deadline));
        boolean packed = isPacked();
        if (sent.size() > SMALL_BYTES) {
            return inTurn(
                    workers,
                    () -> {
                        byte[] body = workers.within(sent.size(), sent::join);
                        return parsed(packed ? unpacked(body) : body, workers, format);
                    });
        }
        byte[] body = sent.join();
        if (!packed) {
            return small(body, format);
        }
        return unpackedSize(body) > SMALL_BYTES
                ? inTurn(workers, () -> parsed(unpacked(body), workers, format))
                : small(unpacked(body), format);
    }

    private <T> T inTurn(BodyWorkers workers, Supplier<T> action) {
        return workers.run(
                room.account(),
                action,
                job -> exchange.await(job, BodyWorkers.MOST_WAIT, BodyWorkers::late));
    }

    private <T> T small(byte[] body, BodyFormat<T> format) {
        format.reading(body);
        T result = format.read(body);
        hold(format.memory(result));
        return result;
    }

    private <T> T parsed(byte[] body, BodyWorkers workers, BodyFormat<T> format) {
        T result = workers.within(format.reading(body), () -> format.read(body));
        BodyFormat.Memory memory = format.memory(result);
        if (body.length > COMPUTED_BY_PLOTS_BYTES) {
            exchange.computeApart(Math.max(1, memory.once()));
        }
        hold(memory);
        return result;
    }

    /** From here on the result is in memory, and what came is not. */
    private void hold(BodyFormat.Memory memory) {
        room.shrink(reserved);
        reserved = 0;
        if (room.isBeyondAll(memory.once())) {
            throw new ChatFailedException(beyondAll(memory.once()));
        }
        if (!room.grow(memory.kept()) || !room.growUntilAnswer(memory.untilAnswer())) {
            throw new ChatFailedException(overloaded());
        }
    }

    private void begin() {
        if (request.isEnded()) {
            // It had no body, so nothing held it back until now.
            whole.complete(pieces);
            return;
        }
        long declared = declaredLength();
        if (declared > limit) {
            refuse(tooLarge());
            return;
        }
        if (room.isBeyondAll(declared)) {
            refuse(beyondAll(declared));
            return;
        }
        if (exchange.header("expect").equalsIgnoreCase("100-continue")) {
            var _ = request.response().writeContinue();
        }
        request.handler(this::take);
        request.endHandler(_ -> {
            whole.complete(pieces);
            // The request lives as long as its answer; what was read need not.
            request.handler(null).endHandler(null);
        });
        request.resume();
    }

    private void take(Buffer piece) {
        if (refused) {
            return;
        }
        try {
            reserve(piece.length());
            pieces.add(piece);
            if (pieces.size() > limit) {
                refuse(tooLarge());
            }
        } catch (ChatFailedException full) {
            refuse(full.failure());
        }
    }

    private void refuse(ChatFailure failure) {
        refused = true;
        request.pause();
        whole.fail(failure);
    }

    private void reserve(long bytes) {
        if (!room.grow(bytes)) {
            throw new ChatFailedException(
                    room.isBeyondAll(reserved + bytes)
                            ? beyondAll(reserved + bytes)
                            : overloaded());
        }
        reserved += bytes;
    }

    private boolean isPacked() {
        return switch (exchange.header("content-encoding").toLowerCase(Locale.ROOT)) {
            case "", "identity" -> false;
            case "gzip", "x-gzip" -> true;
            // Whatever else a client may think of is refused by name.
            default -> throw new ChatFailedException(unknownEncoding());
        };
    }

    private long unpackedSize(byte[] packed) {
        try {
            return new Gzip(packed).size();
        } catch (DataFormatException _) {
            throw new ChatFailedException(notGzip());
        }
    }

    private byte[] unpacked(byte[] packed) {
        long size = unpackedSize(packed);
        if (size > limit) {
            throw new ChatFailedException(tooLarge());
        }
        if (size > ANY_RATIO_BYTES && size / MOST_RATIO > packed.length) {
            throw new ChatFailedException(packedTooTightly());
        }
        reserve(size);
        try {
            return new Gzip(packed).unpack();
        } catch (DataFormatException _) {
            throw new ChatFailedException(notGzip());
        }
    }

    private long declaredLength() {
        String length = exchange.header("content-length");
        return length.isEmpty() ? 0 : Long.parseLong(length);
    }

    private ChatFailure tooLarge() {
        return ChatFailure.of(
                FailureCode.REQUEST_TOO_LARGE,
                ChatFailure.CLIENT,
                "The request is larger than the " + (limit >> 20) + " MiB this route takes.",
                "Send less in one request; shorten the history or leave files out.");
    }

    private static ChatFailure packedTooTightly() {
        return ChatFailure.of(
                FailureCode.REQUEST_TOO_LARGE,
                ChatFailure.CLIENT,
                "The gzip body unpacks to more than " + MOST_RATIO + " times its size.",
                "Send the body as it is, without Content-Encoding.");
    }

    private ChatFailure beyondAll(long bytes) {
        return BodyWorkers.tooLarge("This request takes", bytes, room.most());
    }

    private static ChatFailure overloaded() {
        return ChatFailure.of(
                        FailureCode.GATE_OVERLOADED,
                        ChatFailure.SLUICE,
                        "Requests that are being answered hold all the memory set aside for them.",
                        "Try again in a moment; a larger heap (-Xmx) admits more at once.")
                .retryAfter(RETRY_SECONDS);
    }

    private static ChatFailure notGzip() {
        return ChatFailure.of(
                FailureCode.REQUEST_ENCODING,
                ChatFailure.CLIENT,
                "The body is declared as gzip and is not valid gzip of one member.",
                "Send the body as it is, without Content-Encoding.");
    }

    private static ChatFailure unknownEncoding() {
        return ChatFailure.of(
                FailureCode.REQUEST_ENCODING,
                ChatFailure.CLIENT,
                "The request's Content-Encoding is not one of identity and gzip.",
                "Send the body as it is, without Content-Encoding.");
    }

    private static ChatFailure late(Duration deadline) {
        return ChatFailure.of(
                FailureCode.REQUEST_BODY_LATE,
                ChatFailure.CLIENT,
                "The request's body did not arrive within " + deadline.toSeconds() + " s.",
                "Send it faster, or send less.");
    }
}
