package dev.sluice.http;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The listening side: every loop accepts, every request gets an exchange and a virtual thread. */
public final class Server implements AutoCloseable {
    private static final int MAX_HEADER_BYTES = 32 * 1024;
    private static final int MAX_LINE_BYTES = 16 * 1024;
    private static final int BACKLOG = 4_096;

    /**
     * For HTTP/2. There the library counts what waits for the window of a stream to what waits for
     * the socket, and sends nothing as long as that is too much: a few slow streams, and the
     * connection stands still for ever (Vert.x 5.2, Netty 4.2.18). How much waits is bounded by
     * {@link ClientSide}, for each stream.
     */
    private static final WriteBufferWaterMark NEVER_FULL =
            new WriteBufferWaterMark(Integer.MAX_VALUE - 1, Integer.MAX_VALUE);

    private static final Http1ServerConfig HTTP_1 =
            new Http1ServerConfig()
                    .setMaxHeaderSize(MAX_HEADER_BYTES)
                    .setMaxInitialLineLength(MAX_LINE_BYTES);

    /** The system would let it grow to megabytes for a client that reads slowly. */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    /** The default of Vert.x, which naming other settings would lose. */
    private static final int HTTP_2_STREAMS = 100;

    /**
     * Up to here a request that is refused for its headers hears why, beyond the library closes.
     */
    private static final int HTTP_2_HEADER_BYTES = 2 * MAX_HEADER_BYTES;

    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    /** By address, one for each loop. */
    private final Map<Listen, List<HttpServer>> listeners = new ConcurrentHashMap<>();

    private final Map<Listen, Throwable> refused = new ConcurrentHashMap<>();
    private final ExecutorService plots =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("plot-", 0).factory());
    private final OpenExchanges open = new OpenExchanges();
    private final OpenConnections connections = new OpenConnections();
    private final ClientsWithoutTls withoutTls = new ClientsWithoutTls(System::nanoTime);
    private final ServerConfig config;
    private final ExchangeHandler handler;
    private final ExchangeParts parts;

    private Server(ServerConfig config, ExchangeHandler handler, ExchangeParts parts) {
        this.config = config;
        this.handler = handler;
        this.parts = parts;
    }

    static Server start(
            VertxInternal vertx,
            int loops,
            ServerConfig config,
            ExchangeHandler handler,
            ExchangeParts parts) {
        // Read once, so that all loops show the same, and what is wrong is known before they start.
        @Nullable KeyCertOptions certificate =
                config.tls() instanceof Tls.Files files
                        ? KeyCertOptions.wrap(CertificatePair.read(files).keyManagers())
                        : null;
        var server = new Server(config, handler, parts);
        var deployed =
                vertx.deployVerticle(
                        () -> server.new Acceptor(certificate),
                        new DeploymentOptions().setInstances(loops));
        try {
            deployed.toCompletionStage()
                    .toCompletableFuture()
                    .get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            server.plots.close();
            throw new CannotListenException(
                    server.refused.isEmpty()
                            ? Map.of(config.listen().getFirst(), failed.getCause())
                            : server.refused);
        } catch (TimeoutException | InterruptedException late) {
            server.plots.close();
            throw new CannotListenException(Map.of(config.listen().getFirst(), late));
        }
        return server;
    }

    private static HttpServerOptions options(Listen address, @Nullable KeyCertOptions certificate) {
        var options =
                new HttpServerOptions()
                        .setHttp2ClearTextEnabled(false)
                        .setMaxHeaderSize(MAX_HEADER_BYTES)
                        .setMaxInitialLineLength(MAX_LINE_BYTES)
                        .setInitialSettings(
                                new Http2Settings()
                                        .setMaxConcurrentStreams(HTTP_2_STREAMS)
                                        .setMaxHeaderListSize(HTTP_2_HEADER_BYTES))
                        .setAcceptBacklog(BACKLOG)
                        .setSendBufferSize(SEND_BUFFER_BYTES)
                        .setTcpNoDelay(true)
                        .setHandle100ContinueAutomatically(false);
        if (address.tls() && certificate != null) {
            options.setSsl(true).setUseAlpn(true).setKeyCertOptions(certificate);
        }
        return options;
    }

    /**
     * Reads the certificate again; connections that stand keep the one they know. What was checked
     * is what is shown from then on, whatever becomes of the files meanwhile. Blocks.
     *
     * @return why the one before goes on, if it does
     */
    public Optional<String> renewCertificate() {
        if (!(config.tls() instanceof Tls.Files files)) {
            return Optional.empty();
        }
        return CertificateRenewal.renew(
                files,
                listeners.entrySet().stream()
                        .filter(listener -> listener.getKey().tls())
                        .flatMap(listener -> listener.getValue().stream())
                        .toList());
    }

    /** The address as it came to be, with the port that a zero stood for. */
    public List<Listen> addresses() {
        return config.listen().stream()
                .map(address -> {
                    int port = listeners.getOrDefault(address, List.of()).getFirst().actualPort();
                    return new Listen(address.host(), port, address.tls());
                })
                .toList();
    }

    public int port() {
        return addresses().getFirst().port();
    }

    /** How many requests are being answered. */
    public int openExchanges() {
        return open.count();
    }

    /** Returns when all requests that are being answered now have been; blocks. */
    public void awaitPresent() {
        open.awaitPresent();
    }

    /**
     * Takes no new connection, lets running answers go on for as long as the limit says, and ends
     * the rest honestly.
     *
     * @return how many had to be ended
     */
    public int drain(Duration limit) {
        long seconds = limit.plus(LAST_WORDS).toSeconds();
        all().forEach(listener -> listener.shutdown(seconds, TimeUnit.SECONDS));
        return open.drain(limit);
    }

    @Override
    public void close() {
        all().forEach(listener -> {
            var _ = listener.close();
        });
        endPlots();
        connections.close();
    }

    private void endPlots() {
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
        Optional<String> objection = Strictness.objection(request);
        if (objection.isPresent()) {
            refuse(request, malformed(": " + objection.get()));
            return;
        }
        if (request.version() == HttpVersion.HTTP_2 && headerBytes(request) > MAX_HEADER_BYTES) {
            refuse(request, headersTooLarge());
            return;
        }
        if (mayHaveBody(request)) {
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
        plots.execute(() -> {
            try {
                handler.handle(exchange);
            } finally {
                exchange.plotEnded();
            }
        });
    }

    private void opened(HttpConnection connection, IdleConnections idle) {
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        ChannelHandler decoder = pipeline.get(VertxHttpRequestDecoder.class);
        if (decoder != null) {
            pipeline.replace(decoder, null, new StrictRequestDecoder(HTTP_1));
        }
        if (decoder == null) {
            pipeline.channel().config().setWriteBufferWaterMark(NEVER_FULL);
        }
        connections.opened(connection);
        idle.opened(connection);
    }

    private List<HttpServer> all() {
        return listeners.values().stream().flatMap(List::stream).toList();
    }

    private static int headerBytes(HttpServerRequest request) {
        return request.headers().entries().stream()
                .mapToInt(header -> header.getKey().length() + header.getValue().length() + 4)
                .sum();
    }

    private static boolean mayHaveBody(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            return !request.isEnded();
        }
        String length = request.getHeader("content-length");
        return (length != null && !length.equals("0"))
                || request.headers().contains("transfer-encoding");
    }

    private void refuseUnreadable(HttpServerRequest invalid) {
        refuse(invalid, unreadable(invalid.decoderResult().cause()));
    }

    /** What is not HTTP has no exchange, but an id and an answer like every other. */
    private void refuse(HttpServerRequest invalid, ChatFailure failure) {
        String id = parts.requestIds().get();
        Reply reply = handler.malformed(failure, id);
        var response = invalid.response();
        response.setStatusCode(reply.status())
                .putHeader("content-type", reply.contentType())
                .putHeader("x-request-id", id)
                .putHeader("x-sluice-code", failure.code().id());
        if (invalid.version() == HttpVersion.HTTP_2) {
            // The other streams of the connection are not affected: where each ends is certain.
            response.end(reply.body().utf8());
        } else {
            response.putHeader("connection", "close");
            response.end(reply.body().utf8()).onComplete(_ -> invalid.connection().close());
        }
        parts.ends()
                .accept(
                        new ExchangeEnd(
                                id,
                                parts.clock().millis(),
                                "",
                                "",
                                failure.code().id(),
                                reply.status(),
                                0,
                                0));
    }

    private static ChatFailure unreadable(Throwable cause) {
        return switch (cause) {
            case StrictRequestDecoder.Refusal refusal -> malformed(": " + refusal.getMessage());
            case TooLongHttpLineException _ ->
                    ChatFailure.of(
                            FailureCode.REQUEST_LINE_TOO_LONG,
                            ChatFailure.CLIENT,
                            "The request's first line is longer than " + MAX_LINE_BYTES + " bytes.",
                            "Send what the path carries in the body.");
            case TooLongHttpHeaderException _ -> headersTooLarge();
            // Whatever else a parser stumbles over.
            default -> malformed("");
        };
    }

    private static ChatFailure headersTooLarge() {
        return ChatFailure.of(
                FailureCode.REQUEST_HEADERS_TOO_LARGE,
                ChatFailure.CLIENT,
                "The headers are larger than " + MAX_HEADER_BYTES + " bytes.",
                "Send fewer or shorter headers; cookies are not needed here.");
    }

    private static ChatFailure malformed(String detail) {
        return ChatFailure.of(
                FailureCode.REQUEST_MALFORMED,
                ChatFailure.CLIENT,
                "This is not a request that HTTP/1.1 allows" + detail + ".",
                "Send it with an HTTP library; a proxy between must not rewrite it.");
    }

    /** Accepts on one loop, at every address. */
    private final class Acceptor extends VerticleBase {
        private final @Nullable KeyCertOptions certificate;

        Acceptor(@Nullable KeyCertOptions certificate) {
            this.certificate = certificate;
        }

        @Override
        public Future<?> start() {
            var loop = new Loop((ContextInternal) context);
            var idle = new IdleConnections(loop, parts.timing().idle());
            var listening = new ArrayList<Future<HttpServer>>();
            for (int i = 0; i < config.listen().size(); i++) {
                Listen address = config.listen().get(i);
                listening.add(
                        vertx.createHttpServer(options(address, certificate))
                                .connectionHandler(made -> opened(made, idle))
                                .requestHandler(request -> accept(loop, request, idle))
                                .invalidRequestHandler(Server.this::refuseUnreadable)
                                .exceptionHandler(failure -> withoutTls.look(failure, address))
                                .listen(socket(address, i + 1))
                                .onFailure(why -> refused.put(address, why))
                                .onSuccess(server -> add(address, server)));
            }
            // All of them, so that all that is wrong is told at once.
            return Future.join(listening);
        }

        private void add(Listen address, HttpServer server) {
            listeners.computeIfAbsent(address, _ -> new CopyOnWriteArrayList<>()).add(server);
        }

        private static SocketAddress socket(Listen address, int number) {
            return address.port() == 0
                    // A free port, and the same one for all loops.
                    ? SocketAddress.sharedRandomPort(number, address.host())
                    : SocketAddress.inetSocketAddress(address.port(), address.host());
        }
    }
}
