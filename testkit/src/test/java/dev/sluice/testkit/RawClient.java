package dev.sluice.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that hides nothing: it sends text and sees every byte, every end and every reset. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int SILENCE_MILLIS = 150;
    private static final int BUFFER_BYTES = 8192;

    private final Socket socket = new Socket();
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    RawClient(URI url) throws IOException {
        // A small buffer lets the server feel a client that does not read.
        socket.setReceiveBufferSize(BUFFER_BYTES);
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    RawClient post(String path, String key, String body) throws IOException {
        return post(path, key, body, "keep-alive");
    }

    RawClient post(String path, String key, String body, String connection) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head =
                "POST /v1%s HTTP/1.1\r\nHost: dify\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: %s\r\n\r\n"
                        .formatted(path, key, content.length, connection);
        send(head + body);
        return this;
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Everything up to and including the marker; what was seen before counts too. */
    String until(String marker) throws IOException {
        while (!text().contains(marker)) {
            if (!more()) {
                throw new IOException("the connection ended before " + marker);
            }
        }
        return text();
    }

    /** Everything until the server closes; a reset is an exception. */
    String untilEnd() throws IOException {
        while (more()) {
            // All of it counts.
        }
        return text();
    }

    /** Whether for a while nothing comes, not even an end. */
    boolean isSilent() throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        try {
            more();
            return false;
        } catch (SocketTimeoutException silent) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    void forget() {
        seen.reset();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The chunks of a response's body, one char a byte; the last may be incomplete. */
    static List<String> chunks(String raw) {
        List<String> chunks = new ArrayList<>();
        int at = raw.indexOf("\r\n\r\n") + 4;
        while (at < raw.length()) {
            int start = raw.indexOf("\r\n", at) + 2;
            int end = start + Integer.parseInt(raw.substring(at, start - 2), 16);
            chunks.add(raw.substring(start, Math.min(end, raw.length())));
            at = end + 2;
        }
        return chunks;
    }

    static byte[] body(String raw) {
        return String.join("", chunks(raw)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One char a byte, so that positions are those of the wire. */
    private String text() {
        return seen.toString(StandardCharsets.ISO_8859_1);
    }

    private boolean more() throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        int read = socket.getInputStream().read(buffer);
        if (read > 0) {
            seen.write(buffer, 0, read);
        }
        return read > 0;
    }
}
