package dev.serve.bench.load;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.grpc.GrpcRouting;
import java.io.IOException;

/** Helidon's own gRPC as a program of its own; see {@link Announcement} for how it talks. */
public final class GrpcRawServer {

    private GrpcRawServer() {}

    /** Serves on a free port until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        WebServer server =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .connectionOptions(options -> options.tcpNoDelay(true))
                        .addRouting(GrpcRouting.builder().service(new GrpcBytes()))
                        .build()
                        .start();
        try {
            Announcement.ofPort(server.port());
        } finally {
            server.stop();
        }
    }
}
