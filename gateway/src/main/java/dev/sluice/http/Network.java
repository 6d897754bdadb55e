package dev.sluice.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;

/** The event loops and everything that is made on them; owned by the composition root. */
public final class Network implements AutoCloseable {
    private static final long CLOSE_SECONDS = 10;

    private final VertxInternal vertx;
    private final Origins origins;
    private final int loops;

    public Network(ProxyDecision proxies, int loops) {
        var options =
                new VertxOptions()
                        .setEventLoopPoolSize(loops)
                        .setWorkerPoolSize(1)
                        .setInternalBlockingPoolSize(2)
                        .setPreferNativeTransport(true);
        // Nothing is read from the class path at run time, so no cache folder is needed.
        options.getFileSystemOptions()
                .setClassPathResolvingEnabled(false)
                .setFileCachingEnabled(false);
        this.vertx = (VertxInternal) Vertx.vertx(options);
        this.origins = new Origins(vertx, loops, proxies);
        this.loops = loops;
    }

    /** Connections to an upstream, shared with all others of its origin. */
    public UpstreamPool pool(PoolSettings settings) {
        return origins.pool(settings);
    }

    /** A loop for work that belongs to no exchange. */
    public Loop loop() {
        return new Loop(vertx.createEventLoopContext());
    }

    public Server serve(ServerConfig config, ExchangeHandler handler, ExchangeParts parts) {
        return Server.start(vertx, loops, config, handler, parts);
    }

    @Override
    public void close() {
        var _ =
                vertx.close()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS)
                        .join();
    }
}
