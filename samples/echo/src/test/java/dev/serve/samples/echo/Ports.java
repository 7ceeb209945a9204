package dev.serve.samples.echo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The ports of the listeners of a server.
 *
 * @param web of HTTP/1.1 and WebSocket
 * @param tls of HTTP/1.1 and HTTP/2, over TLS
 * @param rpc of gRPC
 */
record Ports(int web, int tls, int rpc) {

    /**
     * The system gives none of these to clients: whoever asks at a port of theirs before somebody
     * listens there may meet itself.
     */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;

    /** Three at which nobody listens. */
    static Ports free() throws IOException {
        try (ServerSocket web = bound();
                ServerSocket tls = bound();
                ServerSocket rpc = bound()) {
            return new Ports(web.getLocalPort(), tls.getLocalPort(), rpc.getLocalPort());
        }
    }

    private static ServerSocket bound() throws IOException {
        IOException last = new IOException("not tried");
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try {
                return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }
}
