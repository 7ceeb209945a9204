package dev.serve.bench.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Netty's HTTP codec as a program of its own, flushing once per read; see {@link Announcement} for
 * how it talks.
 */
public final class NettyServer {

    private static final int MAX_BODY = 1 << 20;

    private NettyServer() {}

    /** Serves on a free port until standard input ends; over TLS when given a directory of keys. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        SSLContext tls = arguments.length > 0 ? ServerTls.context(Path.of(arguments[0])) : null;
        boolean epoll = Epoll.isAvailable();
        EventLoopGroup loops =
                new MultiThreadIoEventLoopGroup(
                        Runtime.getRuntime().availableProcessors(),
                        epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
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
                            .childHandler(new Pipeline(tls))
                            .bind("127.0.0.1", 0)
                            .sync()
                            .channel();
            Announcement.ofPort(((InetSocketAddress) listening.localAddress()).getPort());
        } finally {
            loops.shutdownGracefully().sync();
        }
    }

    private static final class Pipeline extends ChannelInitializer<Channel> {

        private final @Nullable SSLContext tls;

        Pipeline(@Nullable SSLContext tls) {
            this.tls = tls;
        }

        @Override
        protected void initChannel(Channel channel) {
            if (tls != null) {
                SSLEngine engine = tls.createSSLEngine();
                engine.setUseClientMode(false);
                engine.setEnabledProtocols(Handlers.TLS_PROTOCOLS.toArray(String[]::new));
                engine.setEnabledCipherSuites(Handlers.TLS_CIPHERS.toArray(String[]::new));
                channel.pipeline().addLast(new io.netty.handler.ssl.SslHandler(engine));
            }
            for (var handler :
                    List.of(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(MAX_BODY),
                            new Answering())) {
                channel.pipeline().addLast(handler);
            }
        }
    }

    private static final class Answering extends SimpleChannelInboundHandler<FullHttpRequest> {

        private static final byte[] GREETING = "hello".getBytes(StandardCharsets.US_ASCII);

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            ByteBuf body =
                    request.uri().equals("/echo")
                            ? request.content().retain()
                            : Unpooled.wrappedBuffer(GREETING);
            FullHttpResponse response =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
            if (HttpUtil.isKeepAlive(request)) {
                var _ = context.write(response, context.voidPromise());
            } else {
                response.headers().set(HttpHeaderNames.CONNECTION, "close");
                var _ = context.write(response).addListener(ChannelFutureListener.CLOSE);
            }
        }

        /** Clients reset their connections at the end of a round; that is nothing to tell. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
