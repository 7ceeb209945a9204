package dev.serve.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Over TCP or a Unix socket. */
final class PlainLink implements Link {

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Duration patience;

    private PlainLink(SocketChannel channel, Selector selector, Duration patience)
            throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.patience = patience;
        channel.configureBlocking(false);
        this.key = channel.register(selector, 0);
    }

    /** Connects. */
    static PlainLink to(RunState.Listening listener, Duration patience) throws IOException {
        SocketAddress address =
                listener.socket().isEmpty()
                        ? listener.port()
                        : UnixDomainSocketAddress.of(listener.socket());
        SocketChannel channel =
                address instanceof UnixDomainSocketAddress
                        ? SocketChannel.open(StandardProtocolFamily.UNIX)
                        : SocketChannel.open();
        PlainLink link;
        try {
            link = new PlainLink(channel, Selector.open(), patience);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        try {
            link.connect(address);
        } catch (IOException e) {
            link.close();
            throw e;
        }
        return link;
    }

    private void connect(SocketAddress address) throws IOException {
        if (!channel.connect(address)) {
            await(SelectionKey.OP_CONNECT);
            channel.finishConnect();
        }
    }

    private void await(int operation) throws IOException {
        key.interestOps(operation);
        if (selector.select(patience.toMillis()) == 0) {
            throw new SocketTimeoutException("no answer within " + patience.toSeconds() + " s");
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    @Override
    public InputStream in() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                ByteBuffer room = ByteBuffer.wrap(into, from, length);
                int count = channel.read(room);
                while (count == 0) {
                    await(SelectionKey.OP_READ);
                    count = channel.read(room);
                }
                return count;
            }
        };
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            selector.close();
        }
    }
}
