package dev.serve.bench.load;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * grpc-java's server on Netty as a program of its own; see {@link Announcement} for how it talks.
 */
public final class GrpcJavaServer {

    /** Argument that has handlers run on Netty's own threads, which they must not block. */
    static final String DIRECT = "direct";

    private GrpcJavaServer() {}

    /** Serves on a free port until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .addService(new GrpcBytes());
        try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            boolean direct = List.of(arguments).contains(DIRECT);
            Server server =
                    (direct ? builder.directExecutor() : builder.executor(virtual)).build().start();
            try {
                Announcement.ofPort(server.getPort());
            } finally {
                server.shutdownNow();
            }
        }
    }
}
