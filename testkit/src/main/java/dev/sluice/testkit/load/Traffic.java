package dev.sluice.testkit.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A load that goes on until it is closed. Its methods may be called from any thread but its loop's;
 * all that it knows is kept on that loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Connections tell of themselves how they end.
public final class Traffic implements AutoCloseable {
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final LoadRequest request;
    private final Rhythm rhythm;
    private final Map<Integer, Channel> channels = new HashMap<>();
    private final BitSet streaming = new BitSet();
    private final CountDownLatch silent;
    private final List<Long> firstBytes = new ArrayList<>();
    private long events;
    private long bytes;
    private long answers;
    private long broken;
    private long refused;
    private boolean closed;

    Traffic(Bootstrap bootstrap, EventLoop loop, LoadRequest request, Rhythm rhythm) {
        this.loop = loop;
        this.bootstrap = bootstrap;
        this.request = request;
        this.rhythm = rhythm;
        this.silent = new CountDownLatch(rhythm.connections());
    }

    void begin(SplittableRandom chance) {
        for (int number = 0; number < rhythm.connections(); number++) {
            int connection = number;
            long delay = chance.nextLong(rhythm.spread().toNanos() + 1);
            loop.schedule(() -> open(connection), delay, TimeUnit.NANOSECONDS);
        }
    }

    /** What came back since the load began, or since this was asked last. */
    public Tally take() {
        return onLoop(() -> {
            var tally = new Tally(events, bytes, answers, broken, refused, Latency.of(firstBytes));
            events = bytes = answers = broken = refused = 0;
            firstBytes.clear();
            return tally;
        });
    }

    /** Waits until every connection has seen the beginning of an answer; false when it is late. */
    public boolean awaitBeginnings(Duration limit) throws InterruptedException {
        return silent.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Closes one connection in the middle of what it is doing, for good.
     *
     * @return when, as {@link System#nanoTime} tells it
     */
    public long drop(int connection) {
        return onLoop(() -> leave(connection));
    }

    /**
     * Closes all connections at once, and ends the load.
     *
     * @return when, by connection
     */
    public Map<Integer, Long> drop() {
        return onLoop(() -> {
            closed = true;
            var times = new HashMap<Integer, Long>();
            for (int connection : List.copyOf(channels.keySet())) {
                times.put(connection, leave(connection));
            }
            return Collections.unmodifiableMap(times);
        });
    }

    @Override
    public void close() {
        drop();
    }

    void begun(int connection, long nanos) {
        firstBytes.add(nanos);
        if (!streaming.get(connection)) {
            streaming.set(connection);
            silent.countDown();
        }
    }

    void received(int newEvents, int newBytes) {
        events += newEvents;
        bytes += newBytes;
    }

    void answered() {
        answers++;
    }

    void refused() {
        refused++;
    }

    void ended(int connection, boolean inAnAnswer) {
        if (!channels.containsKey(connection)) {
            // It was told to leave.
            return;
        }
        if (inAnAnswer) {
            broken++;
        } else {
            // A server may close a connection between two requests.
            open(connection);
        }
    }

    private void open(int connection) {
        if (closed) {
            return;
        }
        var asker = new LoadConnection(this, connection, request, rhythm.period());
        var opening =
                bootstrap
                        .clone()
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline().addLast(decoder(), asker);
                                    }
                                })
                        .connect(request.address());
        channels.put(connection, opening.channel());
        opening.addListener(opened -> broken += opened.isSuccess() ? 0 : 1);
    }

    private long leave(int connection) {
        long now = System.nanoTime();
        Optional.ofNullable(channels.remove(connection)).ifPresent(Channel::close);
        return now;
    }

    private static HttpResponseDecoder decoder() {
        return new HttpResponseDecoder(new HttpDecoderConfig().setValidateHeaders(false));
    }

    private <T> T onLoop(Callable<T> work) {
        return loop.submit(work).syncUninterruptibly().getNow();
    }
}
