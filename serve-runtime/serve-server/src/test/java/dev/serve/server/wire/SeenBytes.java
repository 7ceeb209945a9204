package dev.serve.server.wire;

import dev.serve.api.spi.WireObserver;
import java.util.concurrent.atomic.AtomicLong;

/** What an observer was told. */
final class SeenBytes implements WireObserver {

    final AtomicLong in = new AtomicLong();
    final AtomicLong out = new AtomicLong();
    final AtomicLong writes = new AtomicLong();
    volatile boolean reading;
    volatile boolean writing;

    @Override
    public void waitsToRead() {
        reading = true;
    }

    @Override
    public void received(int bytes) {
        in.addAndGet(bytes);
        reading = false;
    }

    @Override
    public void waitsToWrite() {
        writing = true;
    }

    @Override
    public void sent(long bytes) {
        out.addAndGet(bytes);
        writes.incrementAndGet();
        writing = false;
    }
}
