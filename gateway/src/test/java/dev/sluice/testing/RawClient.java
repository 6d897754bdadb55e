package dev.sluice.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A client that hides nothing: what it sends is text, and it sees every byte and every end. */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int BUFFER_BYTES = 16 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String version = "HTTP/1.1";
    private int status;
    private int chunks;
    private boolean ended;
    private Answer.End end = Answer.End.WHOLE;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    }

    public static RawClient connect(int port) {
        return connect(port, 0);
    }

    /** With so small a receive buffer that little fits between it and the gateway. */
    public static RawClient connect(int port, int receiveBufferBytes) {
        var socket = new Socket();
        try {
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new RawClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How long to wait for any byte before a test has failed. */
    public RawClient patience(Duration limit) {
        try {
            socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
            return this;
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on it speaks the version that knows neither chunks nor a lasting connection. */
    public RawClient http10() {
        version = "HTTP/1.0";
        return this;
    }

    public RawClient ask(Question question) {
        return post("/v1/chat/completions", question.headers(), question.json());
    }

    public RawClient post(String path, String json) {
        return post(path, "", json);
    }

    private RawClient post(String path, String headers, String json) {
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return send(
                "POST %s %s\r\nHost: localhost\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(path, version, headers, length, json));
    }

    public RawClient get(String path) {
        return send("GET %s %s\r\nHost: localhost\r\n\r\n".formatted(path, version));
    }

    /** This text; a new request begins a new answer. */
    public RawClient send(String text) {
        return sendBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public RawClient sendBytes(byte[] bytes) {
        try {
            if (ended) {
                forgetAnswer();
            }
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads to the end of the answer. */
    public Answer answer() {
        try {
            while (more()) {
                // All of it counts.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return soFar();
    }

    /** Reads until the body holds the marker, or to its end. */
    public Answer until(String marker) {
        try {
            while (!soFar().body().contains(marker) && more()) {
                // Once more.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return soFar();
    }

    /** What was read of the answer. */
    public Answer soFar() {
        return new Answer(status, headers, body.toString(StandardCharsets.UTF_8), chunks, end);
    }

    /** Sends nothing more, and could still read. */
    public void halfClose() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes as a client does that has gone, in the middle of whatever it was told. */
    public void leave() {
        close();
    }

    /** Leaves without a farewell. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The head, or one piece of the body; false at the end. */
    private boolean more() throws IOException {
        if (ended) {
            return false;
        }
        try {
            if (status == 0) {
                head();
            } else if (header("transfer-encoding").equals("chunked")) {
                chunk();
            } else {
                unchunked();
            }
        } catch (EOFException _) {
            ended(Answer.End.CLOSED);
        } catch (SocketException _) {
            ended(Answer.End.RESET);
        }
        return !ended;
    }

    private void head() throws IOException {
        String line = line();
        while (line.startsWith("HTTP/1.1 100")) {
            line();
            line = line();
        }
        status = Integer.parseInt(line.split(" ", 3)[1]);
        for (line = line(); !line.isEmpty(); line = line()) {
            String[] header = line.split(": ?", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
        }
    }

    private void chunk() throws IOException {
        int length = Integer.parseInt(line(), 16);
        int left = length;
        while (left > 0) {
            left -= piece(left);
        }
        line();
        if (length == 0) {
            ended(Answer.End.WHOLE);
        } else {
            chunks++;
        }
    }

    private void unchunked() throws IOException {
        String length = header("content-length");
        if (length.isEmpty()) {
            piece(Integer.MAX_VALUE);
        } else if (body.size() == Integer.parseInt(length)) {
            ended(Answer.End.WHOLE);
        } else {
            piece(Integer.parseInt(length) - body.size());
        }
    }

    /** As much as is there, so that nothing is forgotten when a reset follows. */
    private int piece(int most) throws IOException {
        byte[] bytes = new byte[Math.min(most, BUFFER_BYTES)];
        int read = in.read(bytes);
        if (read < 0) {
            throw new EOFException();
        }
        body.write(bytes, 0, read);
        return read;
    }

    /** Without its end. */
    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private String header(String name) {
        return headers.getOrDefault(name, "");
    }

    private void ended(Answer.End how) {
        end = how;
        ended = true;
    }

    private void forgetAnswer() {
        headers.clear();
        body.reset();
        status = 0;
        chunks = 0;
        ended = false;
    }
}
