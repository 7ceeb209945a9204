package dev.serve.server;

import dev.serve.pool.Activity;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.SocketWriter;

/**
 * Writes to a socket and tells how long that takes. Engines write under a lock of their own, one
 * thread at a time.
 */
final class TimedWriter implements DataWriter {

    private final SocketWriter writer;
    private final Activity activity;

    TimedWriter(SocketWriter writer, Activity activity) {
        this.writer = writer;
        this.activity = activity;
    }

    @Override
    public void write(BufferData... buffers) {
        timed(() -> writer.write(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        timed(() -> writer.write(buffer));
    }

    @Override
    public void writeNow(BufferData... buffers) {
        timed(() -> writer.writeNow(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        activity.writeBegins();
        try {
            writer.writeNow(buffer);
        } finally {
            activity.writeEnds();
        }
    }

    private void timed(Runnable write) {
        activity.writeBegins();
        try {
            write.run();
        } finally {
            activity.writeEnds();
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
