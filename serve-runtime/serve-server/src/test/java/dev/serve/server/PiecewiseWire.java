package dev.serve.server;

import dev.serve.api.spi.Wire;
import java.nio.channels.FileChannel;
import java.util.Queue;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A wire whose bytes come in just the pieces it is given; nothing is written here. */
final class PiecewiseWire extends Wire {

    private final Queue<byte[]> pieces;
    private boolean asked;

    PiecewiseWire(Queue<byte[]> pieces) {
        this.pieces = pieces;
        this.in = new byte[1024];
    }

    /** Whether somebody waited for bytes. */
    boolean asked() {
        return asked;
    }

    @Override
    public boolean more(long timeoutNanos) {
        asked = true;
        byte[] piece = pieces.poll();
        if (piece == null) {
            return false;
        }
        System.arraycopy(piece, 0, in, limit, piece.length);
        limit += piece.length;
        return true;
    }

    @Override
    public void put(byte value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void put(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long send(FileChannel file, long start, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void flush() {}

    @Override
    public boolean hasGathered() {
        return false;
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
    public void closeOutput() {}

    @Override
    public void close() {}

    @Override
    public void abort() {}

    @Override
    public void abort(byte[] lastWords) {}
}
