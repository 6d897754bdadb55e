package dev.sluice.http;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.StreamEnd;
import dev.sluice.protocol.WireBuffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, and the only handle on the client. It is born on its loop with the
 * request paused, and moves from fresh to committed to ended, never back. The plot waits through
 * it, so that every wait ends when the client leaves.
 */
public final class Exchange {
    private final Loop loop;
    private final HttpServerRequest request;
    private final ExchangeParts parts;
    private final ClientSide client;
    private final Reservation room;
    private final String requestId;
    private final long startedNanos;
    private final long startedAtMillis;
    private final Runnable ended;
    private final List<Consumer<ChatFailure>> whenInterrupted = new ArrayList<>();
    private volatile @Nullable Pending<?> waiting;
    private volatile @Nullable ChatFailure interruption;
    private volatile ExchangeObserver observer;
    private volatile String outcome = "OK";
    private volatile long apart;
    private volatile Map<String, String> also = Map.of();
    private long answeredAfter = -1;
    private Loop.@Nullable Timer deadline;
    private boolean plotEnded;
    private boolean recorded;

    Exchange(Loop loop, HttpServerRequest request, ExchangeParts parts, Consumer<Exchange> ended) {
        this.loop = loop;
        this.ended = () -> ended.accept(this);
        this.request = request;
        this.parts = parts;
        this.observer = new Unobserved(parts.ends());
        this.room = new Reservation(parts.budget(), this::address);
        this.requestId = parts.requestIds().get();
        this.startedNanos = System.nanoTime();
        this.startedAtMillis = parts.clock().millis();
        this.client = new ClientSide(loop, request, parts.timing(), this::heading, this::answered);
        request.response().closeHandler(_ -> clientLeft());
        request.response().exceptionHandler(_ -> clientLeft());
        request.exceptionHandler(_ -> clientLeft());
    }

    private record Unobserved(Consumer<ExchangeEnd> ends) implements ExchangeObserver {
        @Override
        public void heading(Map<String, String> headers) {}

        @Override
        public void ended(ExchangeEnd end) {
            ends.accept(end);
        }
    }

    // ---- the request

    public String requestId() {
        return requestId;
    }

    public String method() {
        return request.method().name();
    }

    /** How long ago it was accepted. */
    public long milliseconds() {
        return (System.nanoTime() - startedNanos) / 1_000_000;
    }

    /** Where the request came from, through proxies that are trusted. */
    public String address() {
        String peer = request.remoteAddress().hostAddress();
        // Some proxies append a line of their own (HAProxy's option forwardfor).
        String forwarded = String.join(",", request.headers().getAll("x-forwarded-for"));
        return parts.trustedProxies().client(peer, forwarded);
    }

    /** The name and port that the client thinks it talks to, empty when it does not tell. */
    public String host() {
        var authority = request.authority();
        return authority == null ? header("host") : authority.toString();
    }

    /** {@code https} or {@code http}, as the client sees it, if a proxy before us says how. */
    public String scheme() {
        boolean tls = request.isSSL() || header("x-forwarded-proto").equalsIgnoreCase("https");
        return tls ? "https" : "http";
    }

    /** The path as it was sent, nothing decoded. */
    public String path() {
        String path = request.path();
        return path == null ? "" : path;
    }

    /**
     * A parameter of the query, decoded once.
     *
     * @throws dev.sluice.protocol.ChatFailedException when it is there twice, or the query cannot
     *     be decoded
     */
    public Optional<String> query(String name) {
        String query = request.query();
        return query == null ? Optional.empty() : new Query(query).value(name);
    }

    /** A header of the request, empty when it is absent. */
    public String header(String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    /** Whether the request has the header, even an empty one. */
    public boolean hasHeader(String name) {
        return request.headers().contains(name);
    }

    /** Whether a header of that beginning came, whatever is in it. */
    public boolean hasHeaderLike(String beginning) {
        return request.headers().names().stream()
                .anyMatch(name -> name.regionMatches(true, 0, beginning, 0, beginning.length()));
    }

    /** What the whole body means, decompressed; blocks the plot until it is read. */
    public <T> T body(long limitBytes, BodyFormat<T> format) {
        return new RequestBody(this, request, room, limitBytes)
                .read(parts.timing().body(), parts.workers(), format);
    }

    /** What is made of a large body takes so much memory, and is left to the threads for bodies. */
    void computeApart(long bytes) {
        apart = bytes;
    }

    /**
     * Goes through all of what the body said. A plot that did so with a large one would hold others
     * up as much as by reading it. The action waits for nothing.
     */
    public <T> T compute(Supplier<T> action) {
        long bytes = apart;
        return bytes == 0
                ? action.get()
                : parts.workers()
                        .run(
                                room.account(),
                                () -> parts.workers().within(bytes, action),
                                job -> await(job, BodyWorkers.MOST_WAIT, BodyWorkers::late));
    }

    // ---- the plot's side

    public Loop loop() {
        return loop;
    }

    /** Waits; ends at once with {@link FailureCode#CLIENT_GONE} when the client leaves. */
    public <T> T await(Pending<T> pending, Duration deadline, Supplier<ChatFailure> late) {
        waiting = pending;
        ChatFailure why = interruption;
        if (why != null) {
            pending.fail(why);
        }
        try {
            return pending.get(deadline, late);
        } finally {
            waiting = null;
        }
    }

    /** Told on the loop why the answer must end now: the client left, or the gateway shuts down. */
    public void onInterrupt(Consumer<ChatFailure> action) {
        loop.run(() -> {
            ChatFailure why = interruption;
            if (why != null) {
                action.accept(why);
            } else {
                whenInterrupted.add(action);
            }
        });
    }

    /** The answer must be whole before so many milliseconds have passed since the request. */
    public void deadline(long milliseconds, ChatFailure late) {
        loop.run(() -> {
            if (answeredAfter < 0) {
                Duration left = Duration.ofMillis(milliseconds - milliseconds());
                deadline = loop.after(left, () -> interrupt(late));
            }
        });
    }

    /** Ends every wait and the relay, with this for a reason. */
    void interrupt(ChatFailure why) {
        loop.run(() -> {
            if (interruption != null || client.ended()) {
                return;
            }
            interruption = why;
            // First those who may have a whole answer after all, which is then no failure.
            whenInterrupted.forEach(action -> action.accept(why));
            whenInterrupted.clear();
            Pending<?> wait = waiting;
            if (wait != null) {
                wait.fail(why);
            }
        });
    }

    /** From now on; whatever has happened before is reported as well. */
    public void observe(ExchangeObserver newObserver) {
        observer = newObserver;
    }

    public static ChatFailure clientGone() {
        return ChatFailure.of(
                FailureCode.CLIENT_GONE,
                ChatFailure.CLIENT,
                "The client closed the connection before its answer was complete.",
                "Nothing is to be done here.");
    }

    // ---- the answer

    /** One more header for whatever the answer will be. */
    public void with(String header, String value) {
        var more = new LinkedHashMap<>(also);
        more.put(header, value);
        also = Map.copyOf(more);
    }

    /** Takes back what was for an answer that did not come about. */
    public void without(String... headers) {
        var less = new LinkedHashMap<>(also);
        less.keySet().removeAll(List.of(headers));
        also = Map.copyOf(less);
    }

    private void heading(Map<String, String> head) {
        room.answerBegins();
        head.put("x-request-id", requestId);
        head.put("x-sluice-code", outcome);
        observer.heading(head);
        head.putAll(also);
    }

    /** The client's side of the connection; its methods run on the loop. */
    public ClientSide client() {
        return client;
    }

    /** Answers in one piece; from any thread. */
    public void reply(Reply reply) {
        loop.run(() -> client.reply(reply));
    }

    /** What the headers and the end name as the outcome. */
    public void failed(FailureCode code) {
        outcome = code.id();
    }

    /** Ends what was begun with these bytes and no terminator; on the loop. */
    public void breakOff(WireBuffer last, StreamEnd end) {
        switch (end) {
            case CLEAN -> client.end(last);
            case CUT -> client.cut(last);
        }
    }

    // ---- its end

    /** Whose share of the memory it takes; the client's address as long as no caller is known. */
    public void account(String caller) {
        room.of(caller);
    }

    /** Room for these bytes until the end; from any thread, and false after the end. */
    public boolean reserve(long bytes) {
        return room.grow(bytes);
    }

    /** Gives back a part of it before the end. */
    public void release(long bytes) {
        room.shrink(bytes);
    }

    private void clientLeft() {
        if (!client.ended()) {
            outcome = FailureCode.CLIENT_GONE.id();
            interrupt(clientGone());
        }
        client.abandon();
        answered();
    }

    /** The plot has said all it knows. */
    void plotEnded() {
        loop.run(() -> {
            plotEnded = true;
            record();
        });
    }

    private void answered() {
        if (answeredAfter >= 0) {
            return;
        }
        answeredAfter = milliseconds();
        if (deadline != null) {
            deadline.cancel();
        }
        room.close();
        ended.run();
        record();
    }

    /** Once both are through: the answer ends on the loop, and the plot a moment later. */
    private void record() {
        if (recorded || answeredAfter < 0 || !plotEnded) {
            return;
        }
        recorded = true;
        observer.ended(
                new ExchangeEnd(
                        requestId,
                        startedAtMillis,
                        method(),
                        address(),
                        outcome,
                        client.status(),
                        client.bytesOut(),
                        answeredAfter));
    }
}
