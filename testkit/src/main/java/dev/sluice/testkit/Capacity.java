package dev.sluice.testkit;

import java.time.Duration;

/** What a server can do at once; without limits until some are set. */
final class Capacity {
    /** How long the API of Dify 1.16 waits for a worker (PubSub timeout of its Service API). */
    private static final Duration QUEUE_LIMIT = Duration.ofMinutes(5);

    private final ConnectionPlaces places = new ConnectionPlaces();
    private final Permits workers = new Permits();
    private volatile Duration keepAlive = Duration.ZERO;
    private volatile Duration queueLimit = QUEUE_LIMIT;

    ConnectionPlaces places() {
        return places;
    }

    Permits workers() {
        return workers;
    }

    /** How long a connection may wait for a request; zero for as long as it likes. */
    Duration keepAlive() {
        return keepAlive;
    }

    void keepAlive(Duration limit) {
        keepAlive = limit;
    }

    /** How long a run may wait for a worker before its stream ends without an event. */
    Duration queueLimit() {
        return queueLimit;
    }

    void queueLimit(Duration limit) {
        queueLimit = limit;
    }
}
