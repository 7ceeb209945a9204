package dev.serve.api.spi;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A wire over the reader and writer of a Helidon connection, so that an engine of ours runs in a
 * plain Helidon {@code WebServer}. Helidon's sockets know no deadlines and no end of output alone;
 * where a wire promises them, this one does without.
 *
 * <p>The window is a copy: bytes leave the reader when they are consumed, so that who takes the
 * reader over finds the rest there (see {@link #handBack()}).
 */
public final class HelidonWire extends HeapWire {

    private final ConnectionContext context;
    private final DataReader reader;
    private final DataWriter writer;

    /** Where the window began when it was copied. */
    private int copiedFrom;

    /** A wire over what the context has. */
    public HelidonWire(ConnectionContext context) {
        this.context = context;
        this.reader = context.dataReader();
        this.writer = context.dataWriter();
    }

    /** Leaves reader and writer to another protocol, with everything that is not consumed. */
    public void handBack() throws IOException {
        flush();
        takeConsumed();
        in = NOTHING;
        position = 0;
        limit = 0;
        copiedFrom = 0;
    }

    private void takeConsumed() {
        reader.skip(position - copiedFrom);
        copiedFrom = position;
    }

    @Override
    public boolean more(long timeoutNanos) throws IOException {
        takeConsumed();
        try {
            if (available() == 0) {
                in = NOTHING;
                reader.ensureAvailable();
            } else {
                reader.pullData();
            }
        } catch (DataReader.InsufficientDataAvailableException e) {
            return false;
        } catch (UncheckedIOException | ServerConnectionException e) {
            throw new IOException("cannot read", e);
        }
        int length = reader.available();
        in = new byte[length];
        reader.getBuffer(length).read(in);
        position = 0;
        copiedFrom = 0;
        limit = length;
        return true;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) throws IOException {
        // Helidon may write later, on another thread: the caller's array is copied.
        byte[] all = Arrays.copyOf(out, gathered + length);
        System.arraycopy(bytes, offset, all, gathered, length);
        drop();
        write(all, all.length);
    }

    @Override
    public void flush() throws IOException {
        if (gathered > 0) {
            byte[] all = out;
            int length = gathered;
            drop();
            write(all, length);
        }
    }

    private void write(byte[] bytes, int length) throws IOException {
        try {
            writer.writeNow(BufferData.create(bytes, 0, length));
        } catch (SocketWriterException | UncheckedIOException | ServerConnectionException e) {
            throw new IOException("cannot write", e);
        }
    }

    @Override
    public @Nullable SSLSession tlsSession() {
        return null;
    }

    @Override
    public String applicationProtocol() {
        return "";
    }

    @Override
    public void closeOutput() throws IOException {
        flush();
    }

    @Override
    public void close() {
        try {
            flush();
        } catch (IOException e) {
            // It is closed in any case.
        }
        abort();
    }

    @Override
    public void abort() {
        try {
            context.serverSocket().close();
        } catch (UncheckedIOException e) {
            // Helidon's socket says so when the client was faster; it is closed.
        }
    }

    @Override
    public void abort(byte[] lastWords) {
        abort();
    }
}
