package dev.serve.websocket.session;

import dev.serve.api.websocket.WebSocketClosedException;
import dev.serve.websocket.frame.FrameWriter;
import dev.serve.websocket.frame.Opcode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** A message that goes out in fragments (RFC 6455 section 5.4), 8 KiB each or as flushed. */
final class MessageStream extends OutputStream {

    private static final int FRAGMENT = 8 * 1024;

    private final Session session;
    private int opcode;
    private byte[] held = new byte[FRAGMENT];
    private int size;
    private boolean closed;

    /**
     * Begins.
     *
     * @throws IllegalStateException if another message is being streamed
     */
    MessageStream(Session session, int opcode) {
        if (!session.outbox().beginStream()) {
            throw new IllegalStateException(
                    "another message of " + session.id() + " is being streamed (expected: one)");
        }
        this.session = session;
        this.opcode = opcode;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the message has ended");
        }
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int count = Math.min(end - at, FRAGMENT - size);
            System.arraycopy(bytes, at, held, size, count);
            size += count;
            at += count;
            if (size == FRAGMENT) {
                send(0);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        if (size > 0 && !closed) {
            send(0);
        }
    }

    private void send(int bits) throws IOException {
        Outgoing fragment = Outgoing.frame(bits | opcode, Arrays.copyOf(held, size));
        size = 0;
        opcode = Opcode.CONTINUATION;
        long patience = session.settings().writeTimeout().toNanos();
        Outbox.Put put = session.outbox().put(fragment, System.nanoTime() + patience);
        if (put == Outbox.Put.FULL) {
            session.cut(new IOException("the peer takes nothing of a streamed message"));
        }
        if (put != Outbox.Put.TAKEN) {
            throw new IOException(new WebSocketClosedException(session.id()));
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            send(FrameWriter.FIN);
            session.progress().messageSent();
        } finally {
            session.outbox().endStream();
        }
    }
}
