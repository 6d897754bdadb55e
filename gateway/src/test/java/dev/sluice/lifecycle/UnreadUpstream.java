package dev.sluice.lifecycle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A Dify that says what its app is, and of every run reads the head of the request and nothing of
 * its body.
 */
final class UnreadUpstream implements AutoCloseable {
    private static final int BACKLOG = 64;
    private static final int BUFFER_BYTES = 4096;
    private static final String HEAD_END = "\r\n\r\n";

    private final String reply;
    private final ServerSocket door;
    private final List<Socket> runs = new CopyOnWriteArrayList<>();

    /** Answers no run. */
    UnreadUpstream() {
        this("");
    }

    /**
     * Answers no more than this.
     *
     * @param reply the bytes that every run is answered with, before its body was read
     */
    UnreadUpstream(String reply) {
        this.reply = reply;
        try {
            door = new ServerSocket();
            door.setReceiveBufferSize(BUFFER_BYTES);
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort() + "/v1");
    }

    /** How many runs it was ever sent. */
    int runs() {
        return runs.size();
    }

    /** How many of their connections the gateway has not ended. */
    long openRuns() {
        return runs.stream().filter(UnreadUpstream::isOpen).count();
    }

    /** Without reading: a byte out of band, which nobody takes for one of the answer. */
    private static boolean isOpen(Socket socket) {
        try {
            socket.sendUrgentData(0);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = door.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try {
            for (String head = head(socket); !head.isEmpty(); head = head(socket)) {
                if (head.startsWith("POST")) {
                    socket.getOutputStream().write(reply.getBytes(ISO_8859_1));
                    runs.add(socket);
                    return;
                }
                String json = head.contains("/info") ? "{\"name\":\"a\",\"mode\":\"chat\"}" : "{}";
                String answer =
                        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
                                .formatted(json.length(), json);
                socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
            }
            socket.close();
        } catch (IOException _) {
            // The gateway has ended the connection.
        }
    }

    /** Byte by byte, so that nothing of a body is read; empty at the end. */
    private static String head(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        var head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.append((char) next);
            if (head.toString().endsWith(HEAD_END)) {
                return head.toString();
            }
        }
        return "";
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket run : runs) {
                run.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
