package dev.serve.server;

import dev.serve.api.config.WireKind;
import dev.serve.api.spi.Wire;
import dev.serve.api.spi.WireObserver;
import dev.serve.server.wire.Buffers;
import dev.serve.server.wire.Loops;
import dev.serve.server.wire.PlainWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;

/** What the connections of a server share: the loops that wake them and the buffers they borrow. */
final class Network implements AutoCloseable {

    private final Loops loops;
    private final Buffers buffers;

    private Network(Loops loops, Buffers buffers) {
        this.loops = loops;
        this.buffers = buffers;
    }

    /**
     * Opens a loop for each carrier.
     *
     * @throws UncheckedIOException if the system gives no selector
     */
    static Network open() {
        try {
            return new Network(Loops.open(Loops.carriers()), Buffers.forThisHeap());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the selectors of the server", e);
        }
    }

    /**
     * The wire of an accepted channel.
     *
     * @throws IOException if the channel is closed already
     */
    Wire wire(SocketChannel channel, WireKind kind, WireObserver observer) throws IOException {
        return switch (kind) {
            case SELECTOR -> PlainWire.selecting(channel, loops, buffers, observer);
            case BLOCKING -> PlainWire.blocking(channel, buffers, observer);
        };
    }

    Buffers buffers() {
        return buffers;
    }

    /** Aborts the connections that are left and ends the loops. */
    @Override
    public void close() {
        loops.close();
    }
}
