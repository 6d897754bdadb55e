package dev.sluice.http;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Closes connections on which nothing was asked for a while. Clients keep theirs in pools and lose
 * a try on one that has gone, so the while is long; an answer that is being waited for is not idle.
 * Belongs to one loop.
 */
final class IdleConnections {
    private final Loop loop;
    private final Duration limit;
    private final Map<HttpConnection, Loop.Timer> idle = new HashMap<>();

    /** How many answers of a connection are being waited for; HTTP/2 has many at once. */
    private final Map<HttpConnection, Integer> busy = new HashMap<>();

    IdleConnections(Loop loop, Duration limit) {
        this.loop = loop;
        this.limit = limit;
    }

    void opened(HttpConnection connection) {
        connection.closeHandler(_ -> forget(connection));
        // A client that resets its connection is no event of ours.
        connection.exceptionHandler(_ -> {});
        await(connection);
    }

    void busy(HttpConnection connection) {
        busy.merge(connection, 1, Integer::sum);
        stopWaiting(connection);
    }

    void idle(HttpConnection connection) {
        var left = busy.computeIfPresent(connection, (_, n) -> n == 1 ? null : n - 1);
        if (left == null) {
            await(connection);
        }
    }

    private void forget(HttpConnection connection) {
        busy.remove(connection);
        stopWaiting(connection);
    }

    private void stopWaiting(HttpConnection connection) {
        Loop.Timer timer = idle.remove(connection);
        if (timer != null) {
            timer.cancel();
        }
    }

    private void await(HttpConnection connection) {
        stopWaiting(connection);
        if (!channel(connection).isActive()) {
            return;
        }
        idle.put(
                connection,
                loop.after(
                        limit,
                        () -> {
                            idle.remove(connection);
                            close(connection);
                        }));
    }

    /** With the farewell that HTTP/2 has, unless the client takes nothing any more. */
    private static void close(HttpConnection connection) {
        if (ForcedClose.unsentBytes(channel(connection)) > 0) {
            ForcedClose.reset(channel(connection));
        } else {
            var _ = connection.close();
        }
    }

    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }
}
