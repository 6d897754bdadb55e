package dev.sluice.http;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of clients. The library (Vert.x 5.2) closes them with its listeners, but now and
 * then leaves one open on which a response has not ended. Thread-safe.
 */
final class OpenConnections implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Set<Channel> open = ConcurrentHashMap.newKeySet();

    void opened(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            Channel channel = base.channel();
            open.add(channel);
            var _ = channel.closeFuture().addListener(_ -> open.remove(channel));
        }
    }

    /** Waits a little until the library has closed them, and closes what it has left. */
    @Override
    public void close() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        for (Channel channel : open) {
            long left = Math.max(0, until - System.nanoTime());
            if (!channel.closeFuture().awaitUninterruptibly(left / 1_000_000)) {
                channel.eventLoop().execute(() -> channel.unsafe().close(channel.newPromise()));
            }
        }
        open.forEach(channel -> channel.closeFuture().awaitUninterruptibly(PATIENCE.toMillis()));
    }
}
