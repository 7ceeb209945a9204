package dev.serve.bench.load;

import dev.serve.api.Server;
import java.io.IOException;

/** Our server of gRPC as a program of its own; see {@link Announcement} for how it talks. */
public final class GrpcOurServer {

    private GrpcOurServer() {}

    /** Serves on a free port until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        try (Server server =
                Server.builder()
                        .listener(
                                "rpc",
                                listener ->
                                        listener.port(0)
                                                .protocols("grpc")
                                                .routing(routes -> routes.grpc(new GrpcBytes())))
                        .build()
                        .start()) {
            Announcement.ofPort(server.port("rpc"));
        }
    }
}
