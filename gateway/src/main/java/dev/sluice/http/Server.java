package dev.sluice.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The listening side: every loop accepts, every request gets an exchange and a virtual thread. */
public final class Server implements AutoCloseable {
    private static final int MAX_HEADER_BYTES = 32 * 1024;
    private static final int MAX_LINE_BYTES = 16 * 1024;
    private static final int BACKLOG = 4_096;

    /** The system would let it grow to megabytes for a client that reads slowly. */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    private final List<HttpServer> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService plots =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("plot-", 0).factory());
    private final OpenExchanges open = new OpenExchanges();
    private final ExchangeHandler handler;
    private final ExchangeParts parts;

    private Server(ExchangeHandler handler, ExchangeParts parts) {
        this.handler = handler;
        this.parts = parts;
    }

    static Server start(
            VertxInternal vertx,
            int loops,
            ServerConfig config,
            ExchangeHandler handler,
            ExchangeParts parts) {
        var server = new Server(handler, parts);
        var options =
                new HttpServerOptions()
                        .setHttp2ClearTextEnabled(false)
                        .setMaxHeaderSize(MAX_HEADER_BYTES)
                        .setMaxInitialLineLength(MAX_LINE_BYTES)
                        .setAcceptBacklog(BACKLOG)
                        .setSendBufferSize(SEND_BUFFER_BYTES)
                        .setTcpNoDelay(true)
                        .setHandle100ContinueAutomatically(false);
        var deployed =
                vertx.deployVerticle(
                        () -> server.new Listener(options, address(config)),
                        new DeploymentOptions().setInstances(loops));
        try {
            deployed.toCompletionStage()
                    .toCompletableFuture()
                    .get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            server.plots.close();
            throw new CannotListenException(config, failed.getCause());
        } catch (TimeoutException | InterruptedException late) {
            server.plots.close();
            throw new CannotListenException(config, late);
        }
        return server;
    }

    private static SocketAddress address(ServerConfig config) {
        return config.port() == 0
                // A free port, and the same one for all loops.
                ? SocketAddress.sharedRandomPort(1, config.host())
                : SocketAddress.inetSocketAddress(config.port(), config.host());
    }

    public int port() {
        return listeners.getFirst().actualPort();
    }

    /** How many requests are being answered. */
    public int openExchanges() {
        return open.count();
    }

    /**
     * Takes no new connection, lets running answers go on for as long as the limit says, and ends
     * the rest honestly.
     *
     * @return how many had to be ended
     */
    public int drain(Duration limit) {
        long seconds = limit.plus(LAST_WORDS).toSeconds();
        listeners.forEach(listener -> listener.shutdown(seconds, TimeUnit.SECONDS));
        return open.drain(limit);
    }

    @Override
    public void close() {
        listeners.forEach(listener -> {
            var _ = listener.close();
        });
        plots.shutdown();
        try {
            // A plot ends a moment after its answer has.
            if (plots.awaitTermination(LAST_WORDS.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        plots.shutdownNow();
    }

    private void accept(Loop loop, HttpServerRequest request, IdleConnections idle) {
        if (hasBody(request)) {
            // Nobody may want it; then it is not read.
            request.pause();
        }
        idle.busy(request.connection());
        var exchange =
                new Exchange(
                        loop,
                        request,
                        parts,
                        ended -> {
                            open.remove(ended);
                            idle.idle(request.connection());
                        });
        open.add(exchange);
        plots.execute(() -> handler.handle(exchange));
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        return (length != null && !length.equals("0"))
                || request.headers().contains("transfer-encoding");
    }

    /** What is not HTTP has no exchange, but an id like every other. */
    private void refuse(HttpServerRequest invalid) {
        invalid.response().putHeader("x-request-id", parts.requestIds().get());
        HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(invalid);
    }

    private final class Listener extends VerticleBase {
        private final HttpServerOptions options;
        private final SocketAddress address;

        private Listener(HttpServerOptions options, SocketAddress address) {
            this.options = options;
            this.address = address;
        }

        @Override
        public Future<?> start() {
            var loop = new Loop((ContextInternal) context);
            var idle = new IdleConnections(loop);
            return vertx.createHttpServer(options)
                    .connectionHandler(idle::opened)
                    .requestHandler(request -> accept(loop, request, idle))
                    .invalidRequestHandler(Server.this::refuse)
                    .listen(address)
                    .onSuccess(listeners::add);
        }
    }
}
