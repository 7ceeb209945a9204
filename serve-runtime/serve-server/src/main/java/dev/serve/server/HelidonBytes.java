package dev.serve.server;

import dev.serve.api.spi.Wire;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A wire in Helidon's words, for engines and upgraders that know no other: its reader, its writer
 * and its socket. Every write is flushed, as Helidon's own writer does. Made only when somebody
 * asks for it.
 */
final class HelidonBytes implements HelidonSocket, DataWriter {

    private final EngineContext connection;
    private final Wire wire;
    private final DataReader reader;
    private final OutputStream output;

    HelidonBytes(EngineContext connection, Wire wire) {
        this.connection = connection;
        this.wire = wire;
        this.reader = DataReader.create(this);
        this.output = new WireOutput(wire);
    }

    DataReader reader() {
        return reader;
    }

    /** The next bytes, at first those that the window still holds; null at the end. */
    @Override
    public byte @Nullable [] get() {
        try {
            if (wire.available() == 0 && !wire.more()) {
                return null;
            }
        } catch (IOException e) {
            throw new ServerConnectionException("cannot read from the peer", e);
        }
        // TLS may have had them since an earlier read of the network, which was told then.
        connection.observer().headBegins();
        byte[] bytes = Arrays.copyOfRange(wire.input(), wire.position(), wire.limit());
        wire.consume(bytes.length);
        return bytes;
    }

    @Override
    public void write(BufferData... buffers) {
        try {
            for (BufferData buffer : buffers) {
                buffer.writeTo(output);
            }
            wire.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(BufferData buffer) {
        try {
            buffer.writeTo(output);
            wire.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void writeNow(BufferData... buffers) {
        write(buffers);
    }

    @Override
    public void writeNow(BufferData buffer) {
        write(buffer);
    }

    /** The connection closes its wire itself when its engine has returned. */
    @Override
    public void close() {}

    @Override
    public void idle() {}

    @Override
    public boolean isConnected() {
        return connection.isOpen();
    }

    @Override
    @SuppressWarnings("removal")
    public int read(BufferData buffer) {
        byte[] bytes = get();
        if (bytes == null) {
            return -1;
        }
        buffer.write(bytes);
        return bytes.length;
    }

    @Override
    public boolean protocolNegotiated() {
        return !wire.applicationProtocol().isEmpty();
    }

    @Override
    public String protocol() {
        if (!protocolNegotiated()) {
            throw new NoSuchElementException("no protocol was negotiated");
        }
        return wire.applicationProtocol();
    }

    @Override
    public PeerInfo remotePeer() {
        return connection.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return connection.localPeer();
    }

    @Override
    public boolean isSecure() {
        return connection.isSecure();
    }

    @Override
    public String socketId() {
        return connection.socketId();
    }

    @Override
    public String childSocketId() {
        return connection.childSocketId();
    }

    /** Hands Helidon's arrays to the wire without a copy in between. */
    private static final class WireOutput extends OutputStream {

        private final Wire wire;

        private WireOutput(Wire wire) {
            this.wire = wire;
        }

        @Override
        public void write(int value) throws IOException {
            wire.put((byte) value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            wire.put(bytes, offset, length);
        }
    }
}
