package dev.sluice.http;

import dev.sluice.protocol.Call;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.ProxyOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One upstream's use of the connections to its origin. Thread-safe; calls stay on the loop they are
 * started on.
 */
public final class UpstreamPool implements AutoCloseable {
    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;
    private static final int MAX_HEADER_BYTES = 32 * 1024;

    /** When the library gives up by itself what no call waits for any more. */
    private static final Duration CLEARING = Duration.ofSeconds(1);

    /** On each loop, for this upstream alone: its slow stops must not hold up another's. */
    private static final int SHORT_CALLS = 64;

    private final Origins origins;
    private final OriginPool connections;
    private final PoolSettings settings;
    private final String prefix;
    private final Map<Object, ConnectionQueue> shortCalls = new ConcurrentHashMap<>();
    private final AtomicBoolean counts = new AtomicBoolean(true);

    UpstreamPool(Origins origins, OriginPool connections, PoolSettings settings) {
        this.origins = origins;
        this.connections = connections;
        this.settings = settings;
        this.prefix = settings.base().getRawPath() == null ? "" : settings.base().getRawPath();
    }

    /**
     * HTTP/1.1 also where HTTP/2 is offered: {@code max_connections} counts runs only if each has a
     * connection of its own, and a proxy that ends one then ends no other's run.
     */
    static HttpClientOptions options(PoolSettings settings, @Nullable ProxyOptions proxy) {
        var options =
                new HttpClientOptions()
                        .setConnectTimeout(Math.toIntExact(settings.connect().toMillis()))
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setSslHandshakeTimeout(settings.connect().plus(CLEARING).toMillis())
                        .setKeepAlive(!settings.keepAlive().isZero())
                        .setKeepAliveTimeout(wholeSeconds(settings.keepAlive()))
                        .setReceiveBufferSize(RECEIVE_BUFFER_BYTES)
                        .setMaxHeaderSize(MAX_HEADER_BYTES)
                        .setTcpNoDelay(true)
                        .setSsl(settings.isTls());
        return proxy == null
                ? options
                : options.setProxyOptions(
                        new ProxyOptions(proxy)
                                .setConnectTimeout(settings.connect().plus(CLEARING)));
    }

    /** The library counts them in seconds, and takes none for no limit. */
    private static int wholeSeconds(Duration keepAlive) {
        return Math.toIntExact(Math.max(1, Math.ceilDiv(keepAlive.toMillis(), 1_000)));
    }

    /** Turns the call into bytes; done apart, since a long prompt would hold the loop up. */
    public Outgoing prepare(Call call) {
        var options =
                new RequestOptions()
                        .setMethod(HttpMethod.valueOf(call.method()))
                        .setHost(settings.base().getHost())
                        .setPort(settings.port())
                        .setSsl(settings.isTls())
                        .setFollowRedirects(false)
                        .setURI(prefix + call.path());
        call.headers().forEach(options::putHeader);
        options.putHeader("accept-encoding", "identity");
        // Not by the library's own way from text, which makes several times as many bytes of it.
        byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
        return new Outgoing(options, BufferInternal.buffer(Unpooled.wrappedBuffer(body)));
    }

    /** Starts the call on the loop; what becomes of it reaches the listener there. */
    public UpstreamCall start(Loop loop, Outgoing call, CallListener listener) {
        var running = new UpstreamCall(loop, call.body, listener);
        loop.dispatch(() -> connections.run(loop, call.options, running));
        return running;
    }

    /** The same for a call whose answer is short, such as a stop. */
    public UpstreamCall startShort(Loop loop, Outgoing call, CallListener listener) {
        var running = new UpstreamCall(loop, call.body, listener);
        loop.dispatch(() -> {
            ConnectionQueue queue =
                    shortCalls.computeIfAbsent(
                            loop.key(), _ -> new ConnectionQueue(SHORT_CALLS, Integer.MAX_VALUE));
            connections.shortCall(queue, loop, call.options, running);
        });
        return running;
    }

    /** Equal for upstreams that share connections. */
    public Object origin() {
        return connections;
    }

    /**
     * Whether runs have connections to the origin, of whichever upstream: an answer that is late
     * then may only have to wait for them.
     */
    public boolean isInUse() {
        return connections.openRuns() > 0;
    }

    /** What it was made with no longer counts for the others of its origin. */
    public void retire() {
        if (counts.compareAndSet(true, false)) {
            connections.leave(settings);
        }
    }

    /** A call that only needs to be sent. */
    public static final class Outgoing {
        private final RequestOptions options;
        private final Buffer body;

        private Outgoing(RequestOptions options, Buffer body) {
            this.options = options;
            this.body = body;
        }
    }

    /** Whether calls may fail since it is given up or closed, and not for the upstream's sake. */
    public boolean isRetired() {
        return !counts.get();
    }

    /** The connections stay as long as another upstream uses them. */
    @Override
    public void close() {
        retire();
        origins.release(connections);
    }
}
