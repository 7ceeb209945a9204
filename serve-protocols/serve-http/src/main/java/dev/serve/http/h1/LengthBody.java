package dev.serve.http.h1;

import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.Wire;
import io.helidon.http.DirectHandler;
import java.io.IOException;

/** A body of announced length (RFC 9112 section 6.2). */
final class LengthBody extends WireBody {

    private final long length;
    private long left;

    LengthBody(
            Wire wire,
            ConnectionObserver observer,
            DirectHandler.TransportRequest request,
            boolean continueOwed,
            long length) {
        super(wire, observer, request, continueOwed);
        this.length = length;
        this.left = length;
    }

    @Override
    int take(byte[] target, int offset, int count) throws IOException {
        int read = content(target, offset, count, left);
        left -= read;
        if (left == 0) {
            finish();
        }
        return read;
    }

    @Override
    long left() {
        return left;
    }

    @Override
    public long announced() {
        return length;
    }

    @Override
    public int available() {
        return (int) Math.min(left, wire.available());
    }
}
