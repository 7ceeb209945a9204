package dev.serve.server.wire;

import dev.serve.api.spi.WireObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;

/** A wire and its peer, connected; and virtual threads to work with them. */
final class WirePair implements AutoCloseable {

    /** How long anything may take. */
    static final long PATIENCE_SECONDS = 30;

    private final Combination combination;
    private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
    private final Loops loops;
    private final Buffers peerBuffers = new Buffers(1 << 20);

    final Buffers buffers = new Buffers(1 << 20);
    final SeenBytes seen = new SeenBytes();
    final BufferedWire wire;

    /** The socket of {@link #peer}. */
    final SocketChannel socket;

    final Peer peer;

    private WirePair(Combination combination, int loopCount) throws Exception {
        this.combination = combination;
        this.loops = Loops.open(loopCount);
        Sockets sockets = Sockets.connected(combination.unix());
        this.socket = sockets.client();
        PlainWire plain = open(sockets.server(), seen);
        if (!combination.tls()) {
            this.wire = plain;
            this.peer = new Peer.OfChannel(socket);
            return;
        }
        TlsWire tls = new TlsWire(plain, TestTls.serverEngine(), buffers);
        this.wire = tls;
        Future<?> shaken = run(tls::handshake);
        this.peer = combination.unix() ? unixClient() : tcpClient();
        shaken.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    static WirePair open(Combination combination) throws Exception {
        return new WirePair(combination, 1);
    }

    private PlainWire open(SocketChannel channel, WireObserver observer) throws IOException {
        return combination.selecting()
                ? PlainWire.selecting(channel, loops, buffers, observer)
                : PlainWire.blocking(channel, buffers, observer);
    }

    private Peer unixClient() throws IOException {
        PlainWire plain = PlainWire.blocking(socket, peerBuffers, WireObserver.NONE);
        TlsWire tls = new TlsWire(plain, TestTls.clientEngine(), peerBuffers);
        tls.handshake();
        return new Peer.OfWire(tls);
    }

    private Peer tcpClient() throws IOException {
        SSLSocket tls =
                (SSLSocket)
                        TestTls.client()
                                .getSocketFactory()
                                .createSocket(socket.socket(), "localhost", 443, true);
        tls.startHandshake();
        return new Peer.OfTlsSocket(tls);
    }

    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /** Runs something in a virtual thread. */
    Future<?> run(Action action) {
        return tasks.submit(
                () -> {
                    action.run();
                    return null;
                });
    }

    /** Begins something in a virtual thread. */
    <T> Future<T> call(Callable<T> action) {
        return tasks.submit(action);
    }

    /** What a task came to; fails when it takes too long. */
    static <T> T get(Future<T> task) throws InterruptedException, ExecutionException {
        try {
            return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("still at work after " + PATIENCE_SECONDS + " s", e);
        }
    }

    @Override
    public void close() throws IOException {
        wire.abort();
        wire.close();
        socket.close();
        loops.close();
        tasks.close();
    }

    /** Two ends of a connection. */
    record Sockets(SocketChannel client, SocketChannel server) {

        static Sockets connected(boolean unix) throws IOException {
            Path directory = unix ? Files.createTempDirectory("wire") : null;
            SocketAddress address =
                    directory == null
                            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
                            : UnixDomainSocketAddress.of(directory.resolve("s"));
            StandardProtocolFamily family =
                    unix ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET;
            try (ServerSocketChannel listening = ServerSocketChannel.open(family)) {
                listening.bind(address);
                SocketChannel client = SocketChannel.open(family);
                client.connect(listening.getLocalAddress());
                SocketChannel server = listening.accept();
                if (!unix) {
                    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    server.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                return new Sockets(client, server);
            } finally {
                if (directory != null) {
                    Files.deleteIfExists(directory.resolve("s"));
                    Files.delete(directory);
                }
            }
        }
    }
}
