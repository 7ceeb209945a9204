package dev.serve.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Sessions of one server, all in the calling thread, which only counts the bytes of what comes: the
 * client is to be faster than what it measures. Not thread-safe.
 */
final class WsSockets implements AutoCloseable {

    private static final int WINDOW = 256 * 1024;
    private static final long PATIENCE_MILLIS = 20_000;

    private final Selector selector;
    private final List<Peer> peers = new ArrayList<>();
    private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW);

    private WsSockets(Selector selector) {
        this.selector = selector;
    }

    /** What is called for bytes that have come. */
    interface Taker {
        void take(Peer peer, int bytes) throws IOException;
    }

    /** One session. */
    static final class Peer {
        private final SocketChannel channel;
        private final SelectionKey key;
        private ByteBuffer unsent = ByteBuffer.allocate(0);

        /** Bytes that have come, for who counts them. */
        long received;

        /** When it was sent last. */
        long sentAt;

        private Peer(SocketChannel channel, Selector selector) throws IOException {
            this.channel = channel;
            this.key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        /** Sends; what does not go now goes later. */
        void send(byte[] frames) throws IOException {
            unsent = ByteBuffer.wrap(frames);
            write();
        }

        private void write() throws IOException {
            channel.write(unsent);
            int wanted =
                    unsent.hasRemaining()
                            ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                            : SelectionKey.OP_READ;
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        }
    }

    static WsSockets none() throws IOException {
        return new WsSockets(Selector.open());
    }

    List<Peer> peers() {
        return peers;
    }

    /** Opens sessions, one after the other. */
    void open(int port, String path, int count) throws IOException {
        byte[] request =
                ("GET "
                                + path
                                + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < count; i++) {
            SocketChannel channel =
                    SocketChannel.open(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.write(ByteBuffer.wrap(request));
            awaitYes(channel);
            channel.configureBlocking(false);
            peers.add(new Peer(channel, selector));
        }
    }

    private static void awaitYes(SocketChannel channel) throws IOException {
        StringBuilder answer = new StringBuilder();
        ByteBuffer octet = ByteBuffer.allocate(1);
        while (answer.indexOf("\r\n\r\n") < 0) {
            octet.clear();
            if (channel.read(octet) < 0) {
                throw new IOException("the handshake ended with: " + answer);
            }
            answer.append((char) octet.get(0));
        }
        if (!answer.toString().startsWith("HTTP/1.1 101 ")) {
            throw new IOException("the handshake was answered: " + answer);
        }
    }

    /** Waits for something, and hands it over. */
    void turn(int first, Taker taker) throws IOException {
        if (selector.select(PATIENCE_MILLIS) == 0) {
            throw new IOException("nothing came within " + PATIENCE_MILLIS + " ms");
        }
        for (SelectionKey key : selector.selectedKeys()) {
            Peer peer = (Peer) key.attachment();
            if (key.isWritable()) {
                peer.write();
            }
            if (key.isReadable()) {
                window.clear();
                int count = peer.channel.read(window);
                if (count < 0) {
                    throw new IOException("a session ended");
                }
                if (peer.received == 0 && count > 0 && (window.get(0) & 0xff) != first) {
                    throw new IOException("a frame begins with " + (window.get(0) & 0xff));
                }
                taker.take(peer, count);
            }
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        for (Peer peer : peers) {
            peer.channel.close();
        }
        selector.close();
    }
}
