package dev.serve.websocket;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Very many clients in one thread, as a program of its own: {@code ManyClients PORT COUNT}. Says
 * {@code open} when all sessions are, {@code text N} when each has got its message, and at the end
 * with which codes they were closed, such as {@code {1001=10000}}. Each close is answered.
 */
final class ManyClients {

    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int NONE = -1;
    private static final long PATIENCE_MILLIS = 30_000;

    private final Selector selector;
    private final ByteBuffer window = ByteBuffer.allocate(1 << 16);
    private final Map<Integer, Integer> codes = new TreeMap<>();
    private int texts;
    private int ended;

    private ManyClients(Selector selector) {
        this.selector = selector;
    }

    /** Opens so many sessions, takes one message each, and waits for the end of all. */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        try (Selector selector = Selector.open()) {
            ManyClients clients = new ManyClients(selector);
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            for (int i = 0; i < count; i++) {
                clients.open(port);
            }
            out.println("open");
            while (clients.texts < count && clients.ended == 0) {
                clients.turn();
            }
            out.println("text " + clients.texts);
            while (clients.ended < count) {
                clients.turn();
            }
            out.println(clients.codes);
        }
    }

    /** What has come of a frame that is not whole. */
    private static final class Peer {
        private byte[] rest = {};
        private int code = NONE;
    }

    private void open(int port) throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(
                ByteBuffer.wrap(WsClient.request("/room").getBytes(StandardCharsets.US_ASCII)));
        StringBuilder answer = new StringBuilder();
        ByteBuffer octet = ByteBuffer.allocate(1);
        while (answer.indexOf("\r\n\r\n") < 0) {
            octet.clear();
            if (channel.read(octet) < 0) {
                throw new IOException("the handshake ended with: " + answer);
            }
            answer.append((char) octet.get(0));
        }
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Peer());
    }

    private void turn() throws IOException {
        if (selector.select(PATIENCE_MILLIS) == 0) {
            throw new IOException("nothing came for " + PATIENCE_MILLIS + " ms; " + codes);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            SocketChannel channel = (SocketChannel) key.channel();
            Peer peer = (Peer) key.attachment();
            window.clear();
            window.put(peer.rest);
            if (read(channel) < 0) {
                channel.close();
                ended++;
                codes.merge(peer.code, 1, Integer::sum);
                continue;
            }
            window.flip();
            while (window.remaining() >= 2
                    && window.remaining() >= 2 + window.get(window.position() + 1)) {
                take(channel, peer);
            }
            peer.rest = new byte[window.remaining()];
            window.get(peer.rest);
        }
        selector.selectedKeys().clear();
    }

    private int read(SocketChannel channel) {
        try {
            return channel.read(window);
        } catch (IOException e) {
            return -1;
        }
    }

    /** The server sends short frames only here. */
    private void take(SocketChannel channel, Peer peer) throws IOException {
        int first = window.get() & 0xff;
        byte[] payload = new byte[window.get()];
        window.get(payload);
        switch (first) {
            case TEXT -> texts++;
            case PING -> channel.write(ByteBuffer.wrap(WsClient.masked(0x8A, payload)));
            case CLOSE -> {
                peer.code = (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
                channel.write(ByteBuffer.wrap(WsClient.masked(CLOSE, payload)));
            }
            default -> throw new IOException("a frame begins with " + first);
        }
    }
}
