package dev.sluice.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A client of HTTP/2 that sends headers as they are given, and frames in which nothing is
 * corrected. Of answers it reads the frames.
 */
public final class RawHttp2 implements AutoCloseable {
    public static final int DATA = 0;
    public static final int RST_STREAM = 3;
    public static final int GOAWAY = 7;

    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;
    private static final int DEFAULT_WINDOW_BYTES = 65_535;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int MAX_FRAME_BYTES = 16_384;
    private static final int PATIENCE_MILLIS = 20_000;

    private final SSLSocket socket;
    private final DataInputStream in;
    private int nextStream = 1;

    private RawHttp2(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** One frame of an answer. */
    public record Frame(int type, int flags, int stream, String payload) {
        public boolean isLast() {
            return (flags & END_STREAM) != 0 || type == RST_STREAM || type == GOAWAY;
        }
    }

    public static RawHttp2 connect(int port, SSLContext trusting) {
        return connect(port, trusting, 0);
    }

    /** With so small a receive buffer that little fits between it and the gateway. */
    public static RawHttp2 connect(int port, SSLContext trusting, int receiveBufferBytes) {
        try {
            var plain = new Socket();
            if (receiveBufferBytes > 0) {
                plain.setReceiveBufferSize(receiveBufferBytes);
            }
            plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            plain.setSoTimeout(PATIENCE_MILLIS);
            var socket =
                    (SSLSocket)
                            trusting.getSocketFactory()
                                    .createSocket(plain, "localhost", port, true);
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            var client = new RawHttp2(socket);
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.frame(SETTINGS, 0, 0, new byte[0]);
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The windows of the connection and of each stream, in place of the 64 KiB by default. */
    public RawHttp2 window(int bytes) {
        if (bytes > DEFAULT_WINDOW_BYTES) {
            int more = bytes - DEFAULT_WINDOW_BYTES;
            frame(
                    WINDOW_UPDATE,
                    0,
                    0,
                    new byte[] {
                        (byte) (more >> 24), (byte) (more >> 16), (byte) (more >> 8), (byte) more
                    });
        }
        frame(
                SETTINGS,
                0,
                0,
                new byte[] {
                    0,
                    4,
                    (byte) (bytes >> 24),
                    (byte) (bytes >> 16),
                    (byte) (bytes >> 8),
                    (byte) bytes
                });
        return this;
    }

    /**
     * A request without a body.
     *
     * @param headers as {@code name: value}, with those that begin with a colon first
     * @return the number of its stream
     */
    public int get(List<String> headers) {
        return request(headers, "");
    }

    /** A chat on the only route for them. */
    public int ask(Question question) {
        return request(
                List.of(
                        ":method: POST",
                        ":scheme: https",
                        ":authority: localhost",
                        ":path: /v1/chat/completions",
                        "content-type: application/json"),
                question.json());
    }

    /** A request; an empty body is none. */
    public int request(List<String> headers, String body) {
        int stream = nextStream;
        nextStream += 2;
        var block = new ByteArrayOutputStream();
        headers.forEach(header -> field(header, block));
        byte[] bytes = block.toByteArray();
        int sent = 0;
        do {
            int length = Math.min(MAX_FRAME_BYTES, bytes.length - sent);
            int flags = sent + length == bytes.length ? END_HEADERS : 0;
            boolean first = sent == 0;
            if (first && body.isEmpty()) {
                flags |= END_STREAM;
            }
            byte[] part = Arrays.copyOfRange(bytes, sent, sent + length);
            frame(first ? HEADERS : CONTINUATION, flags, stream, part);
            sent += length;
        } while (sent < bytes.length);
        if (!body.isEmpty()) {
            frame(DATA, END_STREAM, stream, body.getBytes(StandardCharsets.UTF_8));
        }
        return stream;
    }

    /** All text of an answer up to its end; what comes for other streams is dropped. */
    public String answer(int stream) {
        var text = new StringBuilder();
        for (Frame frame = next(); ; frame = next()) {
            if (frame.type() == GOAWAY) {
                return text + "GOAWAY";
            }
            if (frame.stream() == stream) {
                text.append(frame.type() == DATA ? frame.payload() : "");
                text.append(frame.type() == RST_STREAM ? "RST_STREAM" : "");
                if (frame.isLast()) {
                    return text.toString();
                }
            }
        }
    }

    /** The next frame; at the end of the connection one like GOAWAY. */
    public Frame next() {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(length);
            return new Frame(type, flags, stream, new String(payload, StandardCharsets.ISO_8859_1));
        } catch (EOFException | SocketException _) {
            return new Frame(GOAWAY, 0, 0, "closed");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a literal that is not indexed, without Huffman's code. */
    private static void field(String header, ByteArrayOutputStream out) {
        int colon = header.indexOf(": ", 1);
        out.write(0);
        text(header.substring(0, colon), out);
        text(header.substring(colon + 2), out);
    }

    private static void text(String text, ByteArrayOutputStream out) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int left = bytes.length;
        if (left < 127) {
            out.write(left);
        } else {
            out.write(127);
            for (left -= 127; left >= 128; left /= 128) {
                out.write(left % 128 + 128);
            }
            out.write(left);
        }
        out.writeBytes(bytes);
    }

    private void frame(int type, int flags, int stream, byte[] payload) {
        var frame = new ByteArrayOutputStream();
        int length = payload.length;
        frame.writeBytes(
                new byte[] {
                    (byte) (length >> 16),
                    (byte) (length >> 8),
                    (byte) length,
                    (byte) type,
                    (byte) flags,
                    (byte) (stream >> 24),
                    (byte) (stream >> 16),
                    (byte) (stream >> 8),
                    (byte) stream
                });
        frame.writeBytes(payload);
        send(frame.toByteArray());
    }

    private void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (SocketException _) {
            // It was closed by the other side, as reading will show.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // It was reset, as the test wanted.
        }
    }
}
