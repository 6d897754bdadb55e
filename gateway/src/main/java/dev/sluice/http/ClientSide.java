package dev.sluice.http;

import dev.sluice.protocol.WireBuffer;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The answer's way to the client: head, bytes, keep-alives, end. Everything here is on the loop.
 */
public final class ClientSide {
    /**
     * Past this a slow reader pauses its upstream; small, so that a thousand of them stay small.
     */
    private static final int QUEUE_BYTES = 32 * 1024;

    private static final Duration DISCARD_LIMIT = Duration.ofSeconds(2);
    private static final int OK = 200;

    /** HTTP/2's INTERNAL_ERROR: the stream ends, and is not whole. */
    private static final int STREAM_BROKEN = 2;

    private final Loop loop;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Timing timing;
    private final Consumer<Map<String, String>> heading;
    private final Runnable ended;
    private State state = State.FRESH;
    private String streamType = "";
    private Consumer<WireBuffer> keepAlive = _ -> {};
    private Loop.@Nullable Timer timer;
    private Runnable drained = () -> {};
    private long lastWriteNanos;
    private long waitingBytes;
    private boolean taken;

    private enum State {
        FRESH,
        COMMITTED,
        ENDED
    }

    /**
     * @param heading adds what the head of every answer tells, in the moment it is sent
     */
    ClientSide(
            Loop loop,
            HttpServerRequest request,
            Timing timing,
            Consumer<Map<String, String>> heading,
            Runnable ended) {
        this.loop = loop;
        this.request = request;
        this.response = request.response();
        this.timing = timing;
        this.heading = heading;
        this.ended = ended;
    }

    /**
     * The answer will be a stream. Its head is held for an honest status, but not for ever: then it
     * is sent, and the client is kept waiting.
     */
    public void expectStream(String contentType, Consumer<WireBuffer> keepAliveBytes) {
        streamType = contentType;
        keepAlive = keepAliveBytes;
        if (state == State.FRESH) {
            timer = loop.after(timing.commit(), this::keepWaiting);
        }
    }

    public boolean committed() {
        return state != State.FRESH;
    }

    public boolean ended() {
        return state == State.ENDED;
    }

    /** Sends bytes of the stream, and its head before the first of them. */
    public void write(WireBuffer bytes) {
        if (state == State.ENDED) {
            return;
        }
        commit();
        lastWriteNanos = System.nanoTime();
        int length = bytes.length();
        waitingBytes += length;
        response.write(wrap(bytes)).onComplete(_ -> sent(length));
    }

    /**
     * Sends the last bytes and the end that HTTP knows; all of it, where no stream was expected.
     */
    public void end(WireBuffer last) {
        if (streamType.isEmpty()) {
            reply(Reply.json(OK, last));
            return;
        }
        if (state == State.ENDED) {
            return;
        }
        commit();
        finish();
        endWith(last);
    }

    public void reply(Reply reply) {
        if (state != State.FRESH) {
            return;
        }
        finish();
        head(reply.status(), reply.contentType());
        reply.headers().forEach(response::putHeader);
        if (!request.isEnded()) {
            discardRequest();
        }
        endWith(reply.body());
    }

    private void endWith(WireBuffer last) {
        int length = last.length();
        waitingBytes += length;
        response.end(wrap(last))
                .onComplete(_ -> {
                    taken = true;
                    waitingBytes -= length;
                    stopTimer();
                    ended.run();
                });
        if (!taken) {
            awaitTaken(Long.MAX_VALUE, Long.MAX_VALUE);
        }
    }

    /** A client that takes nothing of what is left would hold that, and its request, for ever. */
    private void awaitTaken(long waitingBefore, long unsentBefore) {
        long waiting = waitingBytes;
        long unsent = ForcedClose.unsentBytes(channel());
        if (waiting < waitingBefore || unsent < unsentBefore) {
            timer = loop.after(timing.stall(), () -> awaitTaken(waiting, unsent));
        } else if (!isMultiplexed() || ForcedClose.isBlocked(channel())) {
            // Of many streams none gets anywhere while the connection takes no byte.
            ForcedClose.reset(channel());
        } else {
            resetStream();
        }
    }

    /**
     * Sends bytes and then breaks the connection off, so that the answer cannot look whole: a while
     * later, since a client that is at work just then would lose what it has not read. One that has
     * read them closes by itself. For everybody else the exchange is over now.
     */
    public void cut(WireBuffer last) {
        if (state == State.ENDED) {
            return;
        }
        commit();
        finish();
        waitingBytes += last.length();
        response.write(wrap(last)).onComplete(_ -> sent(last.length()));
        breakOffLater();
        ended.run();
    }

    private void breakOffLater() {
        long waiting = waitingBytes;
        timer = loop.after(timing.cut(), () -> breakOff(waiting));
    }

    /** As long as the client takes what waits for it, it is given more time. */
    private void breakOff(long waitedBefore) {
        if (waitingBytes > 0 && waitingBytes < waitedBefore) {
            breakOffLater();
            return;
        }
        switch (request.version()) {
            case HTTP_1_1 -> {
                if (waitingBytes > 0) {
                    ForcedClose.reset(channel());
                } else {
                    ForcedClose.close(channel());
                }
            }
            // Here a clean close is the end of a whole answer; only a reset is not.
            case HTTP_1_0 -> ForcedClose.reset(channel());
            // A connection of many streams goes on; only this one breaks off.
            case HTTP_2, HTTP_3 -> resetStream();
        }
    }

    /** True while the client takes less than it is given. */
    public boolean full() {
        return waitingBytes > QUEUE_BYTES;
    }

    /** Runs once, as soon as the client has taken most of what waits for it. */
    public void onDrain(Runnable action) {
        drained = action;
    }

    /** What waits for the client to take it. */
    public long waitingBytes() {
        return waitingBytes;
    }

    /** Counted here, because the library's own queue is counted in messages of any size. */
    private void sent(int length) {
        waitingBytes -= length;
        if (waitingBytes <= QUEUE_BYTES / 2) {
            Runnable action = drained;
            drained = () -> {};
            action.run();
        }
    }

    /** The client has left, or its connection was closed; nothing more is sent. */
    void abandon() {
        finish();
    }

    /** Breaks the connection off without another byte. */
    public void reset() {
        if (state == State.ENDED) {
            // It may already serve another request.
            return;
        }
        finish();
        if (isMultiplexed()) {
            resetStream();
        } else {
            ForcedClose.reset(channel());
        }
        ended.run();
    }

    int status() {
        return response.headWritten() ? response.getStatusCode() : 0;
    }

    long bytesOut() {
        return response.bytesWritten();
    }

    private void commit() {
        if (state != State.FRESH) {
            return;
        }
        state = State.COMMITTED;
        lastWriteNanos = System.nanoTime();
        head(OK, streamType);
        response.putHeader("cache-control", "no-cache").putHeader("x-accel-buffering", "no");
        if (!isMultiplexed()) {
            response.setChunked(true);
        }
    }

    private void head(int status, String contentType) {
        response.setStatusCode(status).putHeader("content-type", contentType);
        var told = new LinkedHashMap<String, String>();
        heading.accept(told);
        told.forEach(response::putHeader);
    }

    private void finish() {
        state = State.ENDED;
        stopTimer();
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void keepWaiting() {
        if (state == State.ENDED) {
            return;
        }
        Duration quiet = Duration.ofNanos(System.nanoTime() - lastWriteNanos);
        Duration left = timing.keepAlive().minus(quiet);
        if (state == State.FRESH || left.compareTo(Duration.ofMillis(1)) < 0) {
            var bytes = new WireBuffer();
            keepAlive.accept(bytes);
            write(bytes);
            left = timing.keepAlive();
        }
        timer = loop.after(left, this::keepWaiting);
    }

    /** A client that still sends would not read the answer: take what it sends, for a while. */
    private void discardRequest() {
        request.handler(_ -> {});
        if (isMultiplexed()) {
            request.resume();
            return;
        }
        response.putHeader("connection", "close");
        Channel channel = channel();
        Loop.Timer limit = loop.after(DISCARD_LIMIT, () -> ForcedClose.close(channel));
        request.endHandler(_ -> {
            limit.cancel();
            ForcedClose.close(channel);
        });
        request.resume();
    }

    private void resetStream() {
        var _ = response.reset(STREAM_BROKEN);
    }

    private boolean isMultiplexed() {
        return request.version() == HttpVersion.HTTP_2;
    }

    private Channel channel() {
        return ((ConnectionBase) request.connection()).channel();
    }

    private static Buffer wrap(WireBuffer bytes) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes.array(), 0, bytes.length()));
    }
}
