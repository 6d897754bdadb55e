package dev.sluice.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.testing.TestGateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A Dify whose answers never end, and which sends without a pause as long as somebody takes it. Its
 * own buffers are small, so that what it has sent is what the gateway has taken.
 */
final class EndlessUpstream implements AutoCloseable {
    private static final int BACKLOG = 2_000;
    private static final int SEND_BUFFER_BYTES = 16 << 10;
    private static final String FACTS = "{\"name\":\"a\",\"mode\":\"chat\",\"user_input_form\":[]}";
    private static final byte[] HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(ISO_8859_1);
    private static final String EVENT =
            "data: {\"event\":\"message\",\"task_id\":\"t\",\"answer\":\"%s\"}\n\n"
                    .formatted("x".repeat(20));
    private static final byte[] BURST = chunk(EVENT.repeat(100));

    private final ServerSocket listening =
            new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong sentBytes = new AtomicLong();
    private final AtomicInteger openRuns = new AtomicInteger();
    private final byte[] head;
    private final byte[] burst;

    /** Sends events. */
    EndlessUpstream() throws IOException {
        this(HEAD, BURST);
    }

    private EndlessUpstream(byte[] head, byte[] burst) throws IOException {
        this.head = head;
        this.burst = burst;
        var _ = connections.submit(this::accept);
    }

    /** Sends this first, and again and again what follows; nothing more, where that is empty. */
    static EndlessUpstream sending(String head, String burst) throws IOException {
        return new EndlessUpstream(
                head.getBytes(UTF_8), burst.isEmpty() ? new byte[0] : chunk(burst));
    }

    URI url() {
        return URI.create(
                "http://" + TestGateway.LOOPBACK + ":" + listening.getLocalPort() + "/v1");
    }

    long sentBytes() {
        return sentBytes.get();
    }

    int openRuns() {
        return openRuns.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                var _ = connections.submit(() -> serve(socket));
            } catch (IOException _) {
                // Closed, and with it the loop ends.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setSendBufferSize(SEND_BUFFER_BYTES);
            var in =
                    new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), ISO_8859_1));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answer(line, connection.getOutputStream());
            }
        } catch (IOException _) {
            // The gateway has left.
        }
    }

    private void answer(String line, OutputStream out) throws IOException {
        if (line.startsWith("GET ") || line.endsWith("/stop HTTP/1.1")) {
            out.write(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(FACTS.length(), FACTS)
                            .getBytes(ISO_8859_1));
        } else if (line.startsWith("POST /v1/chat-messages ")) {
            openRuns.incrementAndGet();
            try {
                sendForEver(out);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                openRuns.decrementAndGet();
            }
        }
    }

    private void sendForEver(OutputStream out) throws IOException, InterruptedException {
        out.write(head);
        while (!listening.isClosed()) {
            out.write(burst);
            sentBytes.addAndGet(burst.length);
            if (burst.length == 0) {
                closed.await();
            }
        }
    }

    private static byte[] chunk(String text) {
        return (Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(ISO_8859_1);
    }

    @Override
    public void close() {
        hangUp();
    }

    /** Ends every run; more than once does nothing. */
    void hangUp() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closed.countDown();
        connections.shutdownNow();
    }
}
