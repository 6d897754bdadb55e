package dev.sluice.testkit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Dify server that plays scripts. Its methods may be called from any thread; what it saw can be
 * polled while it runs.
 */
public final class SimulatedDify implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int BACKLOG = 4096;

    private final MultiThreadIoEventLoopGroup loops;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Observations observations = new Observations();
    private final Capacity capacity = new Capacity();
    private final DifyApi api;
    private final Channel listening;
    private volatile Door door = Door.OPEN;

    private SimulatedDify(InetSocketAddress address, int threads, InstantSource clock) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> type =
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        this.loops = new MultiThreadIoEventLoopGroup(threads, io);
        this.api = new DifyApi(observations, clock);
        this.listening = listen(address, type);
    }

    private Channel listen(InetSocketAddress address, Class<? extends ServerChannel> type) {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(type)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        accepted(channel);
                                    }
                                })
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new CannotListenException(address, bound.cause());
        }
        return bound.channel();
    }

    /** On loopback with one event loop; port 0 is any free port. */
    public static SimulatedDify start(int port) {
        return start(port, LOOPBACK);
    }

    public static SimulatedDify start(int port, String host) {
        return start(port, host, 1, InstantSource.system());
    }

    public static SimulatedDify start(int port, String host, int threads, InstantSource clock) {
        return new SimulatedDify(new InetSocketAddress(host, port), threads, clock);
    }

    public URI url() {
        InetSocketAddress address = (InetSocketAddress) listening.localAddress();
        String host =
                address.getAddress().isAnyLocalAddress()
                        ? LOOPBACK
                        : address.getAddress().getHostAddress();
        return URI.create("http://" + host + ":" + address.getPort() + "/v1");
    }

    /** Serves the app under its key, from the next request on. */
    public SimulatedDify app(SimulatedApp app) {
        api.host(app);
        return this;
    }

    public SimulatedDify door(Door newDoor) {
        door = newDoor;
        // On its own loop, so that nothing is accepted any more when this method returns.
        var _ =
                listening
                        .eventLoop()
                        .submit(() -> listening.config().setAutoRead(newDoor != Door.SHUT))
                        .syncUninterruptibly();
        if (newDoor == Door.OPEN) {
            openAgain();
        }
        return this;
    }

    /**
     * How many runs of chatflows and workflows go on at once, as {@code CELERY_WORKER_AMOUNT} sets
     * it; a further one waits after its head and one ping. Not limited unless set.
     */
    public SimulatedDify workers(int amount) {
        capacity.workers().limit(amount);
        return this;
    }

    /** How long a run may wait for a worker before its stream ends without a last event. */
    public SimulatedDify queueLimit(Duration limit) {
        capacity.queueLimit(limit);
        return this;
    }

    /**
     * From how many connections it reads at once, as {@code SERVER_WORKER_CONNECTIONS} sets it;
     * further ones are open, but wait. Not limited unless set.
     */
    public SimulatedDify connectionPlaces(int places) {
        capacity.places().limit(places);
        return this;
    }

    /** How long a connection without a request keeps its place: 2 s before a real server. */
    public SimulatedDify keepAlive(Duration limit) {
        capacity.keepAlive(limit);
        return this;
    }

    /** The runs that wait for a worker. */
    public int queuedRuns() {
        return capacity.workers().waiting();
    }

    /** The connections that wait for a place. */
    public int waitingConnections() {
        return capacity.places().waiting();
    }

    /**
     * The process that serves requests is killed: every connection is cut, also in the middle of a
     * body. New ones are taken, but not served until it is back.
     */
    public SimulatedDify killApi(Duration away) {
        door(Door.DEAF);
        var _ = channels.close().awaitUninterruptibly();
        var _ =
                listening
                        .eventLoop()
                        .schedule(() -> openAgain(), away.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** The process that runs chatflows and workflows is killed: their streams fall silent. */
    public SimulatedDify killWorkers() {
        observations.live().values().stream()
                .filter(live -> live.run().mode().isCanvas())
                .forEach(Observations.LiveRun::fallSilent);
        return this;
    }

    private void openAgain() {
        door = Door.OPEN;
        channels.stream()
                .filter(capacity.places()::has)
                .forEach(channel -> channel.config().setAutoRead(true));
    }

    /** Every conversation is unknown from now on. */
    public void forgetConversations() {
        api.forgetConversations();
    }

    /** From now on no run can continue the conversation. */
    public void completeConversation(String id) {
        api.completeConversation(id);
    }

    /** The conversations of all apps; those of one app are in the order of their beginning. */
    public List<Conversation> conversations() {
        return api.conversations();
    }

    /** The runs that were begun, oldest first. */
    public List<Run> runs() {
        return observations.runs();
    }

    /** The task ids of all stop requests, known or not. */
    public List<String> stops() {
        return observations.stops();
    }

    /** The runs that have not ended and whose connection is open. */
    public int openRuns() {
        return (int) runs().stream().filter(Run::isOpen).count();
    }

    public int openConnections() {
        return observations.openConnections.get();
    }

    public long acceptedConnections() {
        return observations.acceptedConnections.get();
    }

    /** Closes all connections at once. */
    @Override
    public void close() {
        var _ = listening.close().syncUninterruptibly();
        var _ = channels.close().awaitUninterruptibly();
        var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void accepted(Channel channel) {
        observations.acceptedConnections.incrementAndGet();
        observations.openConnections.incrementAndGet();
        var _ =
                channel.closeFuture()
                        .addListener(_ -> observations.openConnections.decrementAndGet());
        channels.add(channel);
        Door now = door;
        if (now == Door.RESETTING) {
            channel.eventLoop().execute(() -> DifyConnection.reset(channel));
            return;
        }
        boolean placed = capacity.places().enter(channel);
        channel.config().setAutoRead(placed && now != Door.DEAF);
        channel.pipeline()
                .addLast(new HttpRequestDecoder())
                .addLast(new WholeRequests())
                .addLast(new DifyConnection(api, observations, capacity));
    }
}
