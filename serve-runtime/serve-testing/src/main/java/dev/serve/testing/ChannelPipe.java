package dev.serve.testing;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A socket, TCP or Unix. It does not block, and waits in a selector instead: that is the one wait
 * with a limit that both kinds of socket have.
 */
final class ChannelPipe implements Pipe {

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;

    ChannelPipe(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        this.selector = Selector.open();
        this.key = channel.register(selector, 0);
    }

    SocketChannel channel() {
        return channel;
    }

    @Override
    public int read(ByteBuffer into, Deadline deadline) throws IOException {
        while (true) {
            int read = channel.read(into);
            if (read != 0) {
                return read;
            }
            await(SelectionKey.OP_READ, deadline);
        }
    }

    @Override
    public void write(ByteBuffer from, Deadline deadline) throws IOException {
        while (from.hasRemaining()) {
            if (channel.write(from) == 0) {
                await(SelectionKey.OP_WRITE, deadline);
            }
        }
    }

    @Override
    public void shutdownOutput(Deadline deadline) throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            selector.close();
        }
    }

    private void await(int operation, Deadline deadline) throws IOException {
        key.interestOps(operation);
        while (selector.select(Math.max(1, deadline.left().toMillis())) == 0) {
            if (deadline.passed()) {
                throw new SocketTimeoutException("the deadline has passed");
            }
        }
        selector.selectedKeys().clear();
    }
}
