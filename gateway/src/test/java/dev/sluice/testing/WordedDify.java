package dev.sluice.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/**
 * A Dify whose every answer depends on the request, and leaves in one piece: head, events and end
 * arrive together. It never closes a connection by itself, and a stop only counts.
 */
public final class WordedDify implements AutoCloseable {
    /** In the place of an answer's end: nothing more comes, and the connection stays open. */
    public static final String HOLD = ": hold\n\n";

    private static final int BACKLOG = 500;

    private final ServerSocket listening;
    private final String scheme;
    private final String mode;
    private final Function<String, String> events;
    private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger stops = new AtomicInteger();

    private WordedDify(
            ServerSocket listening, String scheme, String mode, Function<String, String> events) {
        this.listening = listening;
        this.scheme = scheme;
        this.mode = mode;
        this.events = events;
        var _ = connections.submit(this::accept);
    }

    /** Answers by the events, which are made of the request's body. */
    public static WordedDify of(String mode, Function<String, String> events) {
        try {
            var door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            return new WordedDify(door, "http", mode, events);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same over TLS; it offers HTTP/2 before HTTP/1.1 and does not speak it. */
    public static WordedDify secured(
            Certificate certificate, String mode, Function<String, String> events) {
        try {
            var door =
                    (SSLServerSocket)
                            certificate
                                    .presenting()
                                    .getServerSocketFactory()
                                    .createServerSocket(
                                            0, BACKLOG, InetAddress.getLoopbackAddress());
            SSLParameters offer = door.getSSLParameters();
            offer.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            door.setSSLParameters(offer);
            return new WordedDify(door, "https", mode, events);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create(scheme + "://127.0.0.1:" + listening.getLocalPort() + "/v1");
    }

    public int acceptedConnections() {
        return accepted.get();
    }

    public int stops() {
        return stops.get();
    }

    public int openConnections() {
        return open.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                accepted.incrementAndGet();
                open.incrementAndGet();
                var _ = connections.submit(() -> serve(socket));
            } catch (IOException _) {
                // Closed, and with it the loop ends.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            var in = new BufferedInputStream(connection.getInputStream());
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String body = body(in);
                connection.getOutputStream().write(answer(line, body).getBytes(UTF_8));
            }
        } catch (IOException _) {
            // The gateway has left.
        } finally {
            open.decrementAndGet();
        }
    }

    private String answer(String line, String body) {
        if (line.startsWith("GET ")) {
            return json("{\"name\":\"a\",\"mode\":\"" + mode + "\",\"user_input_form\":[]}");
        }
        if (line.contains("/stop ")) {
            stops.incrementAndGet();
            return json("{\"result\":\"success\"}");
        }
        String stream = events.apply(body);
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(stream.getBytes(UTF_8).length)
                + "\r\n"
                + stream
                + (stream.endsWith(HOLD) ? "\r\n" : "\r\n0\r\n\r\n");
    }

    private static String json(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    /** Empty at the end of the connection. */
    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(UTF_8);
    }

    private static String body(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return new String(in.readNBytes(length), UTF_8);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.shutdownNow();
    }
}
