package dev.serve.http.h1;

import dev.serve.api.spi.Wire;
import java.io.ByteArrayOutputStream;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A wire whose bytes are known beforehand and arrive in given parts; keeps what is written. */
public final class CutWire extends Wire {

    private final byte[] bytes;
    private final int[] cuts;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int arrived;
    private int part;
    private final AtomicInteger flushes = new AtomicInteger();

    /** Bytes that arrive in parts of these lengths, over and over; all at once without any. */
    public CutWire(byte[] bytes, int... cuts) {
        this.bytes = bytes;
        this.cuts = cuts;
    }

    /** How often what was gathered was sent. */
    public int flushes() {
        return flushes.get();
    }

    public byte[] written() {
        return written.toByteArray();
    }

    @Override
    public boolean more(long timeoutNanos) {
        if (arrived == bytes.length) {
            return false;
        }
        int next = cuts.length == 0 ? bytes.length : Math.max(1, cuts[part++ % cuts.length]);
        int left = available();
        int from = arrived - left;
        arrived = Math.min(bytes.length, arrived + next);
        // Another array each time, which is what a parser must reckon with.
        in = Arrays.copyOfRange(bytes, from, arrived);
        position = 0;
        limit = arrived - from;
        return true;
    }

    @Override
    public void put(byte value) {
        written.write(value);
    }

    @Override
    public void put(byte[] source, int offset, int length) {
        written.write(source, offset, length);
    }

    @Override
    public void send(byte[] source, int offset, int length) {
        written.write(source, offset, length);
    }

    @Override
    public long send(FileChannel file, long start, long count) {
        throw new UnsupportedOperationException("no files on this wire");
    }

    @Override
    public void flush() {
        flushes.incrementAndGet();
    }

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
