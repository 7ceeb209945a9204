package dev.serve.grpc.http;

import dev.serve.api.spi.Wire;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a call reads: the body of its request, in the framing of gRPC. It is not written on. */
final class FormWire extends Wire {

    /** Where the bytes come from. */
    interface Source {
        byte @Nullable [] next() throws IOException;
    }

    private final Source source;

    FormWire(Source source) {
        this.source = source;
    }

    @Override
    public boolean more(long timeoutNanos) throws IOException {
        byte[] next = source.next();
        if (next == null) {
            return false;
        }
        if (available() == 0) {
            in = next;
            position = 0;
            limit = next.length;
        } else {
            byte[] both = Arrays.copyOfRange(in, position, limit + next.length);
            System.arraycopy(next, 0, both, available(), next.length);
            limit = available() + next.length;
            in = both;
            position = 0;
        }
        return true;
    }

    /** The request does not tell; whether there is TLS it does. */
    @Override
    public @Nullable SSLSession tlsSession() {
        return null;
    }

    @Override
    public String applicationProtocol() {
        return "";
    }

    @Override
    public boolean hasGathered() {
        return false;
    }

    @Override
    public void flush() {}

    @Override
    public void closeOutput() {}

    @Override
    public void close() {}

    @Override
    public void abort() {}

    @Override
    public void abort(byte[] lastWords) {}

    @Override
    public void put(byte value) {
        throw readOnly();
    }

    @Override
    public void put(byte[] bytes, int offset, int length) {
        throw readOnly();
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        throw readOnly();
    }

    @Override
    public long send(FileChannel file, long start, long count) {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException(
                "an answer is not written on the wire of its request (expected: post or postEnd)");
    }
}
