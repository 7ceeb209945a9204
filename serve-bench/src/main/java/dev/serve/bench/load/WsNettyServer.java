package dev.serve.bench.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Netty's WebSocket codec as a program of its own, flushing once per read; see {@link Announcement}
 * for how it talks.
 */
public final class WsNettyServer {

    private static final int MAX_BODY = 1 << 16;

    private WsNettyServer() {}

    /** Serves on a free port until standard input ends. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean epoll = Epoll.isAvailable();
        EventLoopGroup loops =
                new MultiThreadIoEventLoopGroup(
                        Runtime.getRuntime().availableProcessors(),
                        epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        ChannelGroup subscribers = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        try {
            Channel listening =
                    new ServerBootstrap()
                            .group(loops)
                            .channel(
                                    epoll
                                            ? EpollServerSocketChannel.class
                                            : NioServerSocketChannel.class)
                            .option(ChannelOption.SO_BACKLOG, 1024)
                            .childOption(ChannelOption.TCP_NODELAY, true)
                            .childHandler(
                                    new ChannelInitializer<Channel>() {
                                        @Override
                                        protected void initChannel(Channel channel) {
                                            channel.pipeline()
                                                    .addLast(new HttpServerCodec())
                                                    .addLast(new HttpObjectAggregator(MAX_BODY))
                                                    .addLast(
                                                            new WebSocketServerProtocolHandler(
                                                                    "/", true))
                                                    .addLast(new Session(subscribers));
                                        }
                                    })
                            .bind("127.0.0.1", 0)
                            .sync()
                            .channel();
            Announcement.ofPort(((InetSocketAddress) listening.localAddress()).getPort());
        } finally {
            loops.shutdownGracefully().sync();
        }
    }

    private static final class Session extends SimpleChannelInboundHandler<WebSocketFrame> {

        private final ChannelGroup subscribers;
        private boolean publishes;

        Session(ChannelGroup subscribers) {
            this.subscribers = subscribers;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeComplete opened) {
                publishes = opened.requestUri().equals(WsPaths.PUBLISH);
                if (opened.requestUri().equals(WsPaths.SUBSCRIBE)) {
                    subscribers.add(context.channel());
                }
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            if (publishes) {
                var _ = subscribers.write(frame.retain(), channel -> true, true);
            } else {
                var _ = context.write(frame.retain(), context.voidPromise());
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (publishes) {
                subscribers.flush();
            } else {
                context.flush();
            }
        }
    }
}
