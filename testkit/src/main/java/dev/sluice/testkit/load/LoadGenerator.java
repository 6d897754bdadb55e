package dev.sluice.testkit.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Many HTTP/1.1 clients on one event loop. */
public final class LoadGenerator implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup loop;
    private final Bootstrap bootstrap;
    private final SplittableRandom chance;

    private LoadGenerator(long seed) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends Channel> type = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        this.loop = new MultiThreadIoEventLoopGroup(1, io);
        this.bootstrap =
                new Bootstrap().group(loop).channel(type).option(ChannelOption.TCP_NODELAY, true);
        this.chance = new SplittableRandom(seed);
    }

    /** The seed decides at which moments connections are opened. */
    public static LoadGenerator start(long seed) {
        return new LoadGenerator(seed);
    }

    /** Begins a load that goes on until it is closed. */
    public Traffic begin(LoadRequest request, Rhythm rhythm) {
        var traffic = new Traffic(bootstrap, loop.next(), request, rhythm);
        traffic.begin(chance.split());
        return traffic;
    }

    /** Closes all connections at once. */
    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
