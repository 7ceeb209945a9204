package dev.serve.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.serve.api.spi.Wire;
import dev.serve.api.spi.WireObserver;
import dev.serve.server.wire.Buffers;
import dev.serve.server.wire.Loops;
import dev.serve.server.wire.PlainWire;
import dev.serve.server.wire.TlsWire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Our wire and nothing above it, as a program of its own: every head of a request is answered with
 * the same bytes. See {@link Announcement} for how it talks.
 */
public final class WireServer {

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 5\r\n\r\nhello"
                    .getBytes(US_ASCII);

    private final Loops loops;
    private final Buffers buffers = Buffers.forThisHeap();
    private final @Nullable SSLContext tls;

    private WireServer(Loops loops, @Nullable SSLContext tls) {
        this.loops = loops;
        this.tls = tls;
    }

    /** Serves on a free port until standard input ends; over TLS when given a directory of keys. */
    public static void main(String[] arguments) throws IOException {
        SSLContext tls = arguments.length > 0 ? ServerTls.context(Path.of(arguments[0])) : null;
        try (Loops loops = Loops.open(Loops.carriers());
                ServerSocketChannel listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            WireServer server = new WireServer(loops, tls);
            Thread.ofPlatform().daemon().start(() -> server.accept(listening));
            Announcement.ofPort(((InetSocketAddress) listening.getLocalAddress()).getPort());
        }
    }

    private void accept(ServerSocketChannel listening) {
        try {
            while (true) {
                SocketChannel channel = listening.accept();
                Thread.ofVirtual().start(() -> serve(channel));
            }
        } catch (IOException e) {
            // The end of the program.
        }
    }

    private void serve(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            PlainWire plain = PlainWire.selecting(channel, loops, buffers, WireObserver.NONE);
            Wire wire = plain;
            if (tls != null) {
                SSLEngine engine = tls.createSSLEngine();
                engine.setUseClientMode(false);
                engine.setEnabledProtocols(Handlers.TLS_PROTOCOLS.toArray(new String[0]));
                engine.setEnabledCipherSuites(Handlers.TLS_CIPHERS.toArray(new String[0]));
                TlsWire secure = new TlsWire(plain, engine, buffers);
                secure.handshake();
                wire = secure;
            }
            answer(wire);
            wire.close();
        } catch (IOException e) {
            // The peer is gone, as far as it was a peer.
        }
    }

    /** Requests without a body; each ends with an empty line. */
    private static void answer(Wire wire) throws IOException {
        while (wire.more()) {
            int end = endOfHead(wire);
            while (end > 0) {
                wire.consume(end - wire.position());
                wire.put(ANSWER, 0, ANSWER.length);
                end = endOfHead(wire);
            }
            wire.flush();
        }
    }

    private static int endOfHead(Wire wire) {
        byte[] in = wire.input();
        for (int at = wire.position() + 3; at < wire.limit(); at++) {
            if (in[at] == '\n' && in[at - 1] == '\r' && in[at - 2] == '\n') {
                return at + 1;
            }
        }
        return 0;
    }
}
