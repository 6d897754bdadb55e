package dev.sluice.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Stands before a server of this machine, passes everything on, and keeps what the server was sent.
 */
final class WireTap implements AutoCloseable {
    private static final int BACKLOG = 64;

    private final URI target;
    private final ServerSocket door;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private WireTap(URI target, ServerSocket door) {
        this.target = target;
        this.door = door;
    }

    static WireTap before(URI target) {
        try {
            var door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            var tap = new WireTap(target, door);
            Thread.startVirtualThread(tap::accept);
            return tap;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        String path = target.getPath();
        return URI.create("http://" + TestGateway.LOOPBACK + ":" + door.getLocalPort() + path);
    }

    String sent() {
        return sent.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), target.getPort());
                Thread.startVirtualThread(() -> pass(client, server, sent));
                Thread.startVirtualThread(
                        () -> pass(server, client, OutputStream.nullOutputStream()));
            }
        } catch (IOException _) {
            // The door was closed.
        }
    }

    /** Until one of them closes; then the other is closed too. */
    private static void pass(Socket from, Socket to, OutputStream kept) {
        byte[] piece = new byte[8192];
        try (from;
                to) {
            var in = from.getInputStream();
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                kept.write(piece, 0, n);
                to.getOutputStream().write(piece, 0, n);
            }
        } catch (IOException _) {
            // A connection that broke is closed like another.
        }
    }
}
