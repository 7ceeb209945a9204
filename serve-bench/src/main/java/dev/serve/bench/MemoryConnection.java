package dev.serve.bench;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.Wire;
import dev.serve.api.spi.WiredContext;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import java.util.concurrent.ExecutorService;

/**
 * A connection without a network, for either engine: routing and listener are those of a real one,
 * bytes come from memory.
 */
final class MemoryConnection implements WiredContext {

    private static final ListenerConfig CONFIG = ListenerConfig.http(0);

    private final ConnectionContext real;
    private final MemoryWire wire;
    private final DataReader reader;
    private final CountingWriter writer = new CountingWriter();

    MemoryConnection(ConnectionContext real, byte[] requests) {
        this.real = real;
        this.wire = new MemoryWire(requests);
        byte[][] coming = {requests};
        this.reader =
                DataReader.create(
                        () -> {
                            byte[] next = coming[0];
                            coming[0] = null;
                            return next;
                        });
    }

    /** Bytes of all answers. */
    long written() {
        return wire.written() + writer.written;
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public ConnectionObserver observer() {
        return ConnectionObserver.NONE;
    }

    @Override
    public ListenerConfig config() {
        return CONFIG;
    }

    @Override
    public ListenerContext listenerContext() {
        return real.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return real.executor();
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public Router router() {
        return real.router();
    }

    @Override
    public PeerInfo remotePeer() {
        return real.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return real.localPeer();
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public String socketId() {
        return real.socketId();
    }

    @Override
    public String childSocketId() {
        return real.childSocketId();
    }

    private static final class CountingWriter implements DataWriter {

        private long written;

        @Override
        public void write(BufferData... buffers) {
            for (BufferData buffer : buffers) {
                write(buffer);
            }
        }

        @Override
        public void write(BufferData buffer) {
            written += buffer.available();
        }

        @Override
        public void writeNow(BufferData... buffers) {
            write(buffers);
        }

        @Override
        public void writeNow(BufferData buffer) {
            write(buffer);
        }
    }
}
