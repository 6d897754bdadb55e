package dev.sluice.http;

import dev.sluice.protocol.Call;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The connections to one upstream. Thread-safe; calls stay on the loop they are started on. */
public final class UpstreamPool implements AutoCloseable {
    /** How often connections are looked at that may have rested for long enough. */
    private static final int CLEANER_MILLIS = 500;

    private static final int WAITING_PER_CONNECTION = 1;
    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;
    private static final int MAX_HEADER_BYTES = 32 * 1024;

    /** For calls that are soon over: a stop must not wait behind the runs it makes room for. */
    private static final int SHORT_CALLS = 64;

    private static final int UNBOUNDED = -1;

    private final VertxInternal vertx;
    private final HttpClientOptions options;
    private final Lane runs;
    private final Lane shortCalls;
    private final PoolSettings settings;
    private final String prefix;
    private final int port;
    private final boolean tls;

    UpstreamPool(VertxInternal vertx, int loops, PoolSettings settings, ProxyDecision proxies) {
        this.vertx = vertx;
        this.settings = settings;
        this.tls = settings.base().getScheme().equalsIgnoreCase("https");
        int given = settings.base().getPort();
        this.port = given >= 0 ? given : tls ? 443 : 80;
        this.prefix = settings.base().getRawPath() == null ? "" : settings.base().getRawPath();
        this.options =
                new HttpClientOptions()
                        .setConnectTimeout(Math.toIntExact(settings.connect().toMillis()))
                        .setKeepAlive(!settings.keepAlive().isZero())
                        .setKeepAliveTimeout(wholeSeconds(settings.keepAlive()))
                        .setReceiveBufferSize(RECEIVE_BUFFER_BYTES)
                        .setMaxHeaderSize(MAX_HEADER_BYTES)
                        .setTcpNoDelay(true)
                        .setSsl(tls);
        proxies.of(settings.proxy(), settings.base()).ifPresent(options::setProxyOptions);
        int share = Math.ceilDiv(settings.maxConnections(), loops);
        this.runs = Lane.of(share, share * WAITING_PER_CONNECTION);
        this.shortCalls = Lane.of(SHORT_CALLS, UNBOUNDED);
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
                        .setPort(port)
                        .setSsl(tls)
                        .setFollowRedirects(false)
                        .setURI(prefix + call.path());
        call.headers().forEach(options::putHeader);
        options.putHeader("accept-encoding", "identity");
        return new Outgoing(options, Buffer.buffer(call.body()));
    }

    /**
     * Connections of which each loop has its own clients: one of another loop would carry its
     * answer in disorder.
     */
    private record Lane(Map<Object, HttpClient> clients, PoolOptions size) {
        static Lane of(int connections, int waiting) {
            var size =
                    new PoolOptions()
                            .setHttp1MaxSize(connections)
                            .setMaxWaitQueueSize(waiting)
                            .setCleanerPeriod(CLEANER_MILLIS);
            return new Lane(new ConcurrentHashMap<>(), size);
        }
    }

    /** Starts the call on the loop; what becomes of it reaches the listener there. */
    public UpstreamCall start(Loop loop, Outgoing call, CallListener listener) {
        return start(runs, loop, call, listener);
    }

    /** The same for a call whose answer is short, such as a stop. */
    UpstreamCall startShort(Loop loop, Outgoing call, CallListener listener) {
        return start(shortCalls, loop, call, listener);
    }

    private UpstreamCall start(Lane lane, Loop loop, Outgoing call, CallListener listener) {
        var running = new UpstreamCall(loop, call.body, listener);
        loop.dispatch(() -> running.send(() -> connect(lane, loop, call)));
        return running;
    }

    private Future<HttpClientRequest> connect(Lane lane, Loop loop, Outgoing call) {
        try {
            return client(lane, loop).request(call.options);
        } catch (IllegalStateException closed) {
            // The gateway was closed meanwhile.
            return Future.failedFuture(closed);
        }
    }

    private HttpClient client(Lane lane, Loop loop) {
        return lane.clients.computeIfAbsent(
                loop.key(),
                _ ->
                        vertx.httpClientBuilder()
                                .with(options)
                                .with(lane.size)
                                // The call that uses the connection hears of its end.
                                .withConnectHandler(it -> it.exceptionHandler(_ -> {}))
                                .build());
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

    @Override
    public void close() {
        for (Lane lane : List.of(runs, shortCalls)) {
            for (HttpClient client : lane.clients.values()) {
                var _ = client.close();
            }
        }
    }
}
