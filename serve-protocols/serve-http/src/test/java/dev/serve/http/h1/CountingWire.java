package dev.serve.http.h1;

import dev.serve.api.spi.Wire;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Over the wire of a connection: gathers 16 KiB as the contract says, and counts the writes. */
final class CountingWire extends Wire {

    private final Wire wire;
    private final AtomicInteger writes;
    private final byte[] out = new byte[16 * 1024];
    private int gathered;
    private int taken;

    CountingWire(Wire wire, AtomicInteger writes) {
        this.wire = wire;
        this.writes = writes;
        look();
    }

    private void look() {
        in = wire.input();
        position = wire.position();
        limit = wire.limit();
        taken = position;
    }

    private void tell() {
        wire.consume(position - taken);
    }

    @Override
    public boolean more(long timeoutNanos) throws IOException {
        tell();
        try {
            return wire.more(timeoutNanos);
        } finally {
            look();
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        tell();
        try {
            return wire.read(target, offset, length);
        } finally {
            look();
        }
    }

    @Override
    public void put(byte value) throws IOException {
        put(new byte[] {value}, 0, 1);
    }

    @Override
    public void put(byte[] bytes, int offset, int length) throws IOException {
        if (length > out.length / 2) {
            send(bytes, offset, length);
            return;
        }
        if (length > out.length - gathered) {
            flush();
        }
        System.arraycopy(bytes, offset, out, gathered, length);
        gathered += length;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) throws IOException {
        writes.incrementAndGet();
        wire.put(out, 0, gathered);
        gathered = 0;
        wire.send(bytes, offset, length);
    }

    @Override
    public long send(FileChannel file, long start, long count) {
        throw new UnsupportedOperationException("no files on this wire");
    }

    @Override
    public void flush() throws IOException {
        if (gathered > 0) {
            writes.incrementAndGet();
            wire.send(out, 0, gathered);
            gathered = 0;
        }
    }

    @Override
    public boolean hasGathered() {
        return gathered > 0;
    }

    @Override
    public @Nullable SSLSession tlsSession() {
        return wire.tlsSession();
    }

    @Override
    public String applicationProtocol() {
        return wire.applicationProtocol();
    }

    @Override
    public void closeOutput() throws IOException {
        flush();
        wire.closeOutput();
    }

    @Override
    public void close() {
        wire.close();
    }

    @Override
    public void abort() {
        wire.abort();
    }

    @Override
    public void abort(byte[] lastWords) {
        wire.abort(lastWords);
    }
}
