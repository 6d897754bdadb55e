package dev.sluice.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The connections to one origin, which all upstreams there share: a server counts connections, not
 * the apps they are for. Thread-safe; calls stay on the loop they are started on.
 */
final class OriginPool implements AutoCloseable {
    private static final int WAITING_PER_CONNECTION = 1;

    /**
     * For calls that are soon over: a stop must not wait behind the runs it makes room for. More
     * than the queues of the upstreams let through, unless many of them have slow stops.
     */
    private static final int SHORT_CALLS = 1_024;

    private static final int UNBOUNDED = -1;

    /** How often connections are looked at that may have rested for long enough. */
    private static final int CLEANER_MILLIS = 500;

    private final VertxInternal vertx;
    private final int loops;
    private final Function<PoolSettings, HttpClientOptions> options;
    private final List<PoolSettings> members = new ArrayList<>();
    private final List<Lanes> former = new ArrayList<>();
    private final AtomicInteger openRuns = new AtomicInteger();
    private volatile Lanes lanes;
    private int users;

    /**
     * @param first of the upstreams that will {@link #join}
     * @param options how a connection with these settings is made
     */
    OriginPool(
            VertxInternal vertx,
            int loops,
            PoolSettings first,
            Function<PoolSettings, HttpClientOptions> options) {
        this.vertx = vertx;
        this.loops = loops;
        this.options = options;
        this.lanes = lanes(first);
    }

    /** One more upstream whose settings count, and which {@link #release}s the connections. */
    synchronized void join(PoolSettings member) {
        users++;
        members.add(member);
        combine();
    }

    /** The settings of that upstream count no more, though what it began goes on. */
    synchronized void leave(PoolSettings member) {
        members.remove(member);
        combine();
    }

    /** True when nobody uses the connections any more, so that they can be closed. */
    synchronized boolean release() {
        users--;
        return users == 0;
    }

    /** Connections in use or idle that belong to runs. */
    int openRuns() {
        return openRuns.get();
    }

    /** Sends the call as soon as its turn has come. */
    void run(Loop loop, RequestOptions request, UpstreamCall call) {
        Lanes now = lanes;
        Lane lane = now.runs;
        call.within(now.settings.connect())
                .send(lane.queue(loop), () -> connect(lane, loop, request));
    }

    /** The same for a short call, which waits in a queue of its upstream's own. */
    void shortCall(ConnectionQueue queue, Loop loop, RequestOptions request, UpstreamCall call) {
        Lanes now = lanes;
        Lane lane = now.shortCalls;
        call.within(now.settings.connect()).send(queue, () -> connect(lane, loop, request));
    }

    /** Other settings need other clients; what runs over the former ones ends there. */
    private void combine() {
        members.stream()
                .reduce(PoolSettings::combine)
                .filter(settings -> !settings.hasLimitsOf(lanes.settings))
                .ifPresent(settings -> {
                    former.add(lanes);
                    lanes = lanes(settings);
                });
    }

    private Lanes lanes(PoolSettings settings) {
        int share = Math.ceilDiv(settings.maxConnections(), loops);
        return new Lanes(
                settings,
                Lane.of(options.apply(settings), share, share * WAITING_PER_CONNECTION),
                Lane.of(options.apply(settings), SHORT_CALLS, UNBOUNDED));
    }

    private record Lanes(PoolSettings settings, Lane runs, Lane shortCalls) {
        void close() {
            runs.clients.values().forEach(OriginPool::close);
            shortCalls.clients.values().forEach(OriginPool::close);
        }
    }

    /**
     * Connections of which each loop has its own clients: one of another loop would carry its
     * answer in disorder.
     */
    private record Lane(
            Map<Object, HttpClient> clients,
            Map<Object, ConnectionQueue> queues,
            HttpClientOptions options,
            PoolOptions size) {
        static Lane of(HttpClientOptions options, int connections, int waiting) {
            var size =
                    new PoolOptions()
                            .setHttp1MaxSize(connections)
                            .setMaxWaitQueueSize(waiting)
                            .setCleanerPeriod(CLEANER_MILLIS);
            return new Lane(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), options, size);
        }

        /** Where calls of that loop wait, so that none ever waits in the library's own queue. */
        ConnectionQueue queue(Loop loop) {
            return queues.computeIfAbsent(
                    loop.key(),
                    _ -> new ConnectionQueue(size.getHttp1MaxSize(), size.getMaxWaitQueueSize()));
        }
    }

    private Future<HttpClientRequest> connect(Lane lane, Loop loop, RequestOptions call) {
        try {
            return client(lane, loop).request(call);
        } catch (IllegalStateException closed) {
            // The gateway was closed meanwhile.
            return Future.failedFuture(closed);
        }
    }

    private HttpClient client(Lane lane, Loop loop) {
        boolean forRuns = lane.size.getMaxWaitQueueSize() != UNBOUNDED;
        return lane.clients.computeIfAbsent(
                loop.key(),
                _ ->
                        vertx.httpClientBuilder()
                                .with(lane.options)
                                .with(lane.size)
                                .withConnectHandler(made -> opened(made, forRuns))
                                .build());
    }

    private void opened(HttpConnection connection, boolean forRuns) {
        // The call that uses the connection hears of its end.
        connection.exceptionHandler(_ -> {});
        if (connection instanceof ConnectionBase base) {
            ChannelPipeline pipeline = base.channel().pipeline();
            ChannelHandlerContext codec = pipeline.context(HttpClientCodec.class);
            pipeline.addAfter(codec.name(), null, new InterimResponses());
            pipeline.addLast(new ForcedClose());
        }
        if (forRuns) {
            openRuns.incrementAndGet();
            connection.closeHandler(_ -> openRuns.decrementAndGet());
        }
    }

    private static void close(HttpClient client) {
        var _ = client.close();
    }

    @Override
    public synchronized void close() {
        former.forEach(Lanes::close);
        lanes.close();
    }
}
