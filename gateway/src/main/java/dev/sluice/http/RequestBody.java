package dev.sluice.http;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Reads a request's body on the loop, up to a limit, for the plot that waits. */
final class RequestBody {
    private static final int RETRY_SECONDS = 2;
    private static final int PIECE_BYTES = 16 * 1024;

    private final Exchange exchange;
    private final HttpServerRequest request;
    private final long limit;
    private final Pending<List<Buffer>> whole = new Pending<>();

    /** As they came: joining a large body would hold the loop up. */
    private final List<Buffer> pieces = new ArrayList<>();

    private long size;
    private boolean refused;

    RequestBody(Exchange exchange, HttpServerRequest request, long limit) {
        this.exchange = exchange;
        this.request = request;
        this.limit = limit;
    }

    byte[] read(Duration deadline) {
        String encoding = exchange.header("content-encoding").toLowerCase(Locale.ROOT);
        exchange.loop().run(this::begin);
        byte[] sent = joined(exchange.await(whole, deadline, () -> late(deadline)));
        return switch (encoding) {
            case "", "identity" -> sent;
            case "gzip", "x-gzip" -> unzip(sent);
            // Whatever else a client may think of is refused by name.
            default -> throw new ChatFailedException(unknownEncoding());
        };
    }

    private void begin() {
        if (request.isEnded()) {
            // It had no body, so nothing held it back until now.
            whole.complete(pieces);
            return;
        }
        if (declaredLength() > limit) {
            refuse(tooLarge());
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
        size += piece.length();
        if (size > limit) {
            refuse(tooLarge());
        } else if (!exchange.reserve(piece.length())) {
            refuse(overloaded());
        } else {
            pieces.add(piece);
        }
    }

    private void refuse(ChatFailure failure) {
        refused = true;
        request.pause();
        whole.fail(failure);
    }

    private static byte[] joined(List<Buffer> pieces) {
        var bytes = new ByteArrayOutputStream(pieces.stream().mapToInt(Buffer::length).sum());
        pieces.forEach(piece -> bytes.writeBytes(piece.getBytes()));
        return bytes.toByteArray();
    }

    private byte[] unzip(byte[] packed) {
        var plain = new ByteArrayOutputStream(packed.length);
        byte[] piece = new byte[PIECE_BYTES];
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                if (plain.size() + (long) n > limit) {
                    throw new ChatFailedException(tooLarge());
                }
                if (!exchange.reserve(n)) {
                    throw new ChatFailedException(overloaded());
                }
                plain.write(piece, 0, n);
            }
            return plain.toByteArray();
        } catch (IOException _) {
            throw new ChatFailedException(
                    ChatFailure.of(
                            FailureCode.REQUEST_ENCODING,
                            ChatFailure.CLIENT,
                            "The body is declared as gzip and is not valid gzip.",
                            "Send the body as it is, without Content-Encoding."));
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

    private static ChatFailure overloaded() {
        return ChatFailure.of(
                        FailureCode.GATE_OVERLOADED,
                        ChatFailure.SLUICE,
                        "Requests that are being answered hold all the memory set aside for them.",
                        "Try again in a moment; a larger heap (-Xmx) admits more at once.")
                .retryAfter(RETRY_SECONDS);
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
