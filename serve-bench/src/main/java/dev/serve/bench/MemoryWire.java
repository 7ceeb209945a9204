package dev.serve.bench;

import dev.serve.api.spi.Wire;
import java.nio.channels.FileChannel;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A wire in memory: its bytes have come already, and what is written is counted and dropped. */
final class MemoryWire extends Wire {

    private final byte[] out = new byte[16 * 1024];
    private byte[] coming;
    private int gathered;
    private long written;

    MemoryWire(byte[] coming) {
        this.coming = coming;
    }

    /** How many bytes were written. */
    long written() {
        return written + gathered;
    }

    @Override
    public boolean more(long timeoutNanos) {
        if (coming.length == 0) {
            return false;
        }
        in = coming;
        position = 0;
        limit = coming.length;
        coming = NOTHING;
        return true;
    }

    @Override
    public void put(byte value) {
        put(new byte[] {value}, 0, 1);
    }

    @Override
    public void put(byte[] bytes, int offset, int length) {
        if (gathered + length > out.length) {
            flush();
        }
        System.arraycopy(bytes, offset, out, gathered, length);
        gathered += length;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        flush();
        written += length;
    }

    @Override
    public long send(FileChannel file, long start, long count) {
        throw new UnsupportedOperationException("no files on this wire");
    }

    @Override
    public void flush() {
        written += gathered;
        gathered = 0;
    }

    @Override
    public boolean hasGathered() {
        return gathered > 0;
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
    public void closeOutput() {
        flush();
    }

    @Override
    public void close() {
        flush();
    }

    @Override
    public void abort() {
        gathered = 0;
    }

    @Override
    public void abort(byte[] lastWords) {
        abort();
    }
}
