package dev.serve.grpc;

import dev.serve.api.ListenerBuilder;
import dev.serve.api.Server;
import dev.serve.api.config.ShutdownConfig;
import dev.serve.api.routing.Routes;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A server on any port whose listener {@code rpc} speaks gRPC, and clients of it. */
final class GrpcServer implements AutoCloseable {

    private final Server server;
    private final List<ManagedChannel> channels = new ArrayList<>();

    private GrpcServer(Server server) {
        this.server = server;
    }

    static GrpcServer of(Consumer<Routes> routes) {
        return listening(listener -> listener.routing(routes));
    }

    static GrpcServer listening(Consumer<ListenerBuilder> change) {
        return stopping(shutdown -> {}, change);
    }

    static GrpcServer stopping(
            Consumer<ShutdownConfig.Builder> shutdown, Consumer<ListenerBuilder> change) {
        return new GrpcServer(
                Server.builder()
                        .shutdown(shutdown)
                        .listener(
                                "rpc",
                                listener -> change.accept(listener.port(0).protocols("grpc")))
                        .build()
                        .start());
    }

    Server server() {
        return server;
    }

    int port() {
        return server.port("rpc");
    }

    /** A client with a connection of its own. */
    ManagedChannel channel() {
        ManagedChannel channel =
                Grpc.newChannelBuilder(
                                "dns:///127.0.0.1:" + port(), InsecureChannelCredentials.create())
                        .build();
        channels.add(channel);
        return channel;
    }

    @Override
    public void close() {
        try {
            for (ManagedChannel channel : channels) {
                channel.shutdownNow();
                if (!channel.awaitTermination(10, TimeUnit.SECONDS)) {
                    throw new AssertionError("a client does not end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.stop();
        }
    }
}
