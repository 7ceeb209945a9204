package dev.serve.tcp;

import dev.serve.api.ListenerBuilder;
import dev.serve.api.Server;
import dev.serve.api.config.TcpConfig;
import dev.serve.api.tcp.FrameCodec;
import dev.serve.api.tcp.TcpHandler;
import dev.serve.testing.RawClient;
import java.util.function.Consumer;

/** A server on any port whose listener {@code tcp} speaks frames. */
final class TcpServer implements AutoCloseable {

    private final Server server;

    private TcpServer(Server server) {
        this.server = server;
    }

    static TcpServer of(FrameCodec codec, TcpHandler handler) {
        return of(codec, handler, tcp -> {});
    }

    static TcpServer of(
            FrameCodec codec, TcpHandler handler, Consumer<TcpConfig.Builder> settings) {
        return listening(
                listener ->
                        listener.port(0)
                                .protocols("tcp")
                                .tcp(settings)
                                .routing(routes -> routes.tcp(codec, handler)));
    }

    static TcpServer listening(Consumer<ListenerBuilder> listener) {
        return new TcpServer(Server.builder().listener("tcp", listener).build().start());
    }

    Server server() {
        return server;
    }

    RawClient connect() {
        return RawClient.tcp(server.port("tcp"));
    }

    @Override
    public void close() {
        server.stop();
    }
}
