package dev.serve.tcp;

import dev.serve.api.config.TcpConfig;
import dev.serve.api.spi.OutboundQueue;
import dev.serve.api.spi.Wire;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one peer, framed. Whoever sends writes as far as the peer takes bytes; a virtual
 * thread that ends with the queue waits for the peer.
 */
final class Outbox extends OutboundQueue<byte[]> {

    private final Wire wire;
    private final TcpConfig config;
    private final String name;
    private final Consumer<IOException> lost;
    private volatile long written = System.nanoTime();

    /**
     * Empty.
     *
     * @param lost called when the peer cannot be written to
     */
    Outbox(Wire wire, TcpConfig config, String name, Consumer<IOException> lost) {
        this.wire = wire;
        this.config = config;
        this.name = name;
        this.lost = lost;
    }

    /** Puts a frame in, by the policy of the configuration. */
    Put put(byte[] frame) {
        return put(frame, config.overflow(), config.blockTimeout().toNanos());
    }

    /** When the last frame was written. */
    long written() {
        return written;
    }

    @Override
    protected int mostItems() {
        return config.queueFrames();
    }

    @Override
    protected long mostBytes() {
        return config.queueSize();
    }

    @Override
    protected int cost(byte[] item) {
        return item.length;
    }

    @Override
    protected void write() {
        try {
            do {
                for (byte[] frame = poll(); frame != null; frame = poll()) {
                    int sent = 0;
                    while (sent < frame.length) {
                        int taken = wire.sendNow(frame, sent, frame.length - sent);
                        if (taken == 0) {
                            handOver(frame, sent);
                            return;
                        }
                        sent += taken;
                    }
                }
                if (!wire.flushNow()) {
                    handOver(null, 0);
                    return;
                }
                written = System.nanoTime();
            } while (!rests());
        } catch (IOException e) {
            lose(e);
        }
    }

    private void handOver(byte @Nullable [] frame, int sent) {
        Thread.ofVirtual().name(name).start(() -> writeWaiting(frame, sent));
    }

    private void writeWaiting(byte @Nullable [] begun, int sent) {
        try {
            if (begun != null) {
                wire.put(begun, sent, begun.length - sent);
            }
            do {
                for (byte[] frame = poll(); frame != null; frame = poll()) {
                    wire.put(frame, 0, frame.length);
                }
                wire.flush();
                written = System.nanoTime();
            } while (!rests());
        } catch (IOException e) {
            lose(e);
        }
    }

    private void lose(IOException problem) {
        fails();
        lost.accept(problem);
    }
}
