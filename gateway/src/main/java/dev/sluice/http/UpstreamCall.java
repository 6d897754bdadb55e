package dev.sluice.http;

import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One call to an upstream; everything here happens on its loop. */
public final class UpstreamCall {
    private static final Set<String> PACKED =
            Set.of("gzip", "x-gzip", "deflate", "br", "zstd", "compress");

    private final Loop loop;
    private Buffer body;
    private final CallListener listener;
    private @Nullable ConnectionQueue queue;
    private Runnable turn = () -> {};
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private CallProgress progress = CallProgress.UNSENT;
    private boolean hasPlace;
    private boolean over;
    private boolean sentAgain;
    private boolean paused;
    private @Nullable Throwable why;
    private int resumes;
    private Duration connectLimit = Duration.ZERO;
    private Loop.@Nullable Timer connectDeadline;

    UpstreamCall(Loop loop, Buffer body, CallListener listener) {
        this.loop = loop;
        this.body = body;
        this.listener = listener;
    }

    /** Stops reading; the upstream feels it once the buffers between are full. */
    public void pause() {
        paused = true;
        if (response != null && !over) {
            response.pause();
        }
    }

    public void resume() {
        paused = false;
        if (response != null && !over) {
            response.resume();
        }
        resumes++;
        tellBreak();
    }

    /** How far the call came. */
    public CallProgress progress() {
        return progress;
    }

    /**
     * Ends the call now; the listener hears nothing more. Never by its connection: once the whole
     * response has been received, the library may have lent that to another call, even while this
     * one has not read it. A reset closes the connection only if the response is still under way.
     */
    public void cancel() {
        loop.run(() -> {
            if (over) {
                return;
            }
            over = true;
            if (request != null) {
                var _ = request.reset();
                giveBack();
            } else if (queue != null) {
                queue.leave(turn);
            }
        });
    }

    /** Until its connection stands, names resolved and TLS included, no more than this may pass. */
    UpstreamCall within(Duration newConnectLimit) {
        connectLimit = newConnectLimit;
        return this;
    }

    /** Waits for a place in the queue, takes a connection and sends the request on it. */
    void send(ConnectionQueue places, Supplier<Future<HttpClientRequest>> connections) {
        if (over) {
            return;
        }
        queue = places;
        // Not at once: the call that has given the place back is not at the end of its own turn.
        turn = () -> loop.later(() -> loop.dispatch(() -> begin(connections)));
        try {
            if (places.enter(turn)) {
                begin(connections);
            }
        } catch (ConnectionPoolTooBusyException full) {
            fail(full);
        }
    }

    private void begin(Supplier<Future<HttpClientRequest>> connections) {
        hasPlace = true;
        if (over) {
            giveBack();
            return;
        }
        listener.begun();
        connect(connections);
    }

    private void connect(Supplier<Future<HttpClientRequest>> connections) {
        Future<HttpClientRequest> connection = connections.get();
        if (!connection.isComplete() && !connectLimit.isZero()) {
            connectDeadline = loop.after(connectLimit, this::connectLate);
        }
        connection.onComplete(result -> connected(result, connections));
    }

    /** What the library still tries is given back by {@link #connected} if it ever stands. */
    private void connectLate() {
        if (request == null) {
            fail(
                    new ConnectTimeoutException(
                            "no connection within " + connectLimit.toMillis() + " ms"));
        }
    }

    private void stopConnectDeadline() {
        if (connectDeadline != null) {
            connectDeadline.cancel();
            connectDeadline = null;
        }
    }

    /** Once, when the connection is free or gone, or there was none. */
    private void giveBack() {
        if (hasPlace && queue != null) {
            hasPlace = false;
            queue.giveBack();
        }
    }

    private void connected(
            AsyncResult<HttpClientRequest> result, Supplier<Future<HttpClientRequest>> again) {
        stopConnectDeadline();
        if (result.failed()) {
            fail(result.cause());
            return;
        }
        HttpClientRequest open = result.result();
        // What fails, or is reset by us, reaches us by the response; the library would log it.
        open.exceptionHandler(_ -> {});
        if (isDead(open) && !sentAgain) {
            // A kept connection that ended before a byte was written: nothing is sent twice.
            sentAgain = true;
            connect(again);
            return;
        }
        request = open;
        if (over) {
            // Nothing was written: the connection can go back to its pool unharmed.
            var _ = open.reset();
            giveBack();
            return;
        }
        // First: what has failed by now is reported at once.
        progress = CallProgress.WRITTEN;
        open.response().onComplete(this::answered);
        var _ = body.length() == 0 ? open.end() : open.end(body);
        // An answer may take long; the question need not stay in memory with it.
        body = Buffer.buffer();
    }

    private static boolean isDead(HttpClientRequest open) {
        return open.connection() instanceof ConnectionBase connection
                && !connection.channel().isActive();
    }

    private void answered(AsyncResult<HttpClientResponse> result) {
        if (result.failed()) {
            fail(result.cause());
            return;
        }
        if (over) {
            return;
        }
        HttpClientResponse answer = result.result();
        response = answer;
        progress = CallProgress.ANSWERED;
        answer.exceptionHandler(this::brokenOff);
        answer.handler(this::received);
        answer.endHandler(_ -> ended());
        if (paused) {
            answer.pause();
        }
        listener.head(head(answer));
    }

    private static ResponseHead head(HttpClientResponse answer) {
        var headers = new HashMap<String, String>();
        answer.headers()
                .forEach(
                        (name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        headers.put("content-type", type(answer));
        return new ResponseHead(answer.statusCode(), headers);
    }

    /** What the bytes are: once packed, which nobody asked for, not what their type says. */
    private static String type(HttpClientResponse answer) {
        String type = header(answer, "content-type");
        String encoding = header(answer, "content-encoding");
        return PACKED.contains(encoding) ? encoding + " of " + type : type;
    }

    private static String header(HttpClientResponse answer, String name) {
        String value = answer.getHeader(name);
        return value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
    }

    private void received(Buffer buffer) {
        if (over) {
            return;
        }
        ByteBuf bytes = ((BufferInternal) buffer).getByteBuf();
        if (bytes.hasArray()) {
            int from = bytes.arrayOffset() + bytes.readerIndex();
            listener.bytes(bytes.array(), from, from + bytes.readableBytes());
        } else {
            byte[] copy = ByteBufUtil.getBytes(bytes);
            listener.bytes(copy, 0, copy.length);
        }
    }

    private void ended() {
        giveBack();
        if (!over) {
            over = true;
            listener.end();
        }
    }

    private void brokenOff(Throwable cause) {
        why = cause;
        tellBreak();
    }

    /** What arrived before the break is told first: after a resume the library queues it anew. */
    private void tellBreak() {
        int turn = resumes;
        loop.later(() -> {
            if (why != null && !paused && turn == resumes) {
                fail(why);
            }
        });
    }

    private void fail(Throwable cause) {
        giveBack();
        if (over) {
            return;
        }
        over = true;
        listener.broken(code(cause), progress, detail(cause));
    }

    private FailureCode code(Throwable cause) {
        return switch (cause) {
            case ConnectionPoolTooBusyException _ -> FailureCode.UPSTREAM_QUEUE_FULL;
            case UnknownHostException _ -> FailureCode.UPSTREAM_DNS;
            case ConnectTimeoutException _ -> FailureCode.UPSTREAM_CONNECT_TIMEOUT;
            case ConnectException _ -> FailureCode.UPSTREAM_CONNECT_REFUSED;
            case SSLException _ -> FailureCode.UPSTREAM_TLS;
            // Anything else is a network without a way there, or a connection that ended.
            default ->
                    switch (progress) {
                        case UNSENT -> FailureCode.UPSTREAM_CONNECT_REFUSED;
                        case WRITTEN -> FailureCode.UPSTREAM_RESET;
                        case ANSWERED -> FailureCode.STREAM_TRUNCATED;
                    };
        };
    }

    private static String detail(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
