package dev.sluice.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.ResponseHead;
import dev.sluice.testing.LibraryWarnings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call whose connection came out of the pool and is dead. */
@Timeout(60)
final class UpstreamCallTest {
    private final VertxInternal vertx = (VertxInternal) Vertx.vertx();
    private final Loop loop = new Loop(vertx.createEventLoopContext());
    private final HttpClient client = vertx.createHttpClient();
    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private ServerSocket door;

    @BeforeEach
    void open() throws IOException {
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    @AfterEach
    void close() throws IOException {
        door.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void it_is_sent_on_another_one_and_only_there() throws Exception {
        HttpClientRequest dead = dead();

        start(new ArrayDeque<>(List.of(dead)));

        assertThat(heard.take()).isEqualTo("200");
        assertThat(heard.take()).isEqualTo("end");
        assertThat(requests).hasValue(1);
    }

    /** Alike whether the library has noticed the second one or not. */
    @RepeatedTest(20)
    void after_two_dead_ones_it_fails() throws Exception {
        start(new ArrayDeque<>(List.of(dead(), dead())));

        assertThat(heard.take()).isEqualTo("UPSTREAM_RESET");
        assertThat(requests).hasValue(0);
    }

    @Test
    void one_that_was_given_up_meanwhile_gives_its_connection_back_without_a_word()
            throws Exception {
        try (var warnings = new LibraryWarnings()) {
            HttpClientRequest late = connection().toCompletionStage().toCompletableFuture().get();
            Promise<HttpClientRequest> connecting = Promise.promise();
            var call = new UpstreamCall(loop, Buffer.buffer("{}"), new Listener(heard));
            loop.dispatch(() -> call.send(new ConnectionQueue(1, 0), connecting::future));
            call.cancel();
            loop.dispatch(() -> connecting.complete(late));

            var settled = new CompletableFuture<Boolean>();
            loop.later(() -> loop.later(() -> settled.complete(true)));
            assertThat(settled.get()).isTrue();
            assertThat(warnings.lines()).isEmpty();
            assertThat(heard).isEmpty();
            assertThat(requests).hasValue(0);
        }
    }

    /** A request that has got its connection, and has written nothing when that ends. */
    private HttpClientRequest dead() throws Exception {
        HttpClientRequest request = connection().toCompletionStage().toCompletableFuture().get();
        accepted.take().close();
        await().until(() -> !((ConnectionBase) request.connection()).channel().isActive());
        return request;
    }

    private Future<HttpClientRequest> connection() {
        return client.request(
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost(door.getInetAddress().getHostAddress())
                        .setPort(door.getLocalPort()));
    }

    private void start(Deque<HttpClientRequest> first) {
        var call = new UpstreamCall(loop, Buffer.buffer("{}"), new Listener(heard));
        loop.dispatch(() ->
                call.send(
                        new ConnectionQueue(1, 0),
                        () ->
                                first.isEmpty()
                                        ? connection()
                                        : Future.succeededFuture(first.remove())));
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = door.accept();
                accepted.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            if (in.read() >= 0) {
                requests.incrementAndGet();
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".getBytes(ISO_8859_1));
                while (in.read() >= 0) {
                    // Until the client closes.
                }
            }
        } catch (IOException _) {
            // The test has closed it.
        }
    }

    private record Listener(BlockingQueue<String> heard) implements CallListener {
        @Override
        public void head(ResponseHead head) {
            heard.add(Integer.toString(head.status()));
        }

        @Override
        public void bytes(byte[] bytes, int from, int to) {
            heard.add("bytes");
        }

        @Override
        public void end() {
            heard.add("end");
        }

        @Override
        public void broken(FailureCode code, CallProgress progress, String detail) {
            heard.add(code.name());
        }
    }
}
