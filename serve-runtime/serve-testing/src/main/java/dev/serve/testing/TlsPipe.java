package dev.serve.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** TLS over another pipe, TCP or Unix alike. */
final class TlsPipe implements Pipe {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final SSLEngine engine;
    private final Pipe under;
    private ByteBuffer received; // from the peer, not yet decrypted; ready for reading
    private ByteBuffer plain; // decrypted, not yet asked for; ready for reading
    private ByteBuffer sealed; // encrypted, to be sent; ready for writing

    TlsPipe(SSLEngine engine, Pipe under) {
        this.engine = engine;
        this.under = under;
        this.received = ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).flip();
        this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).flip();
        this.sealed = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    }

    /**
     * Shakes hands. In TLS 1.3 that is over before the server has looked at our certificate: its
     * refusal comes with the first read.
     */
    void handshake(Deadline deadline) throws IOException {
        engine.beginHandshake();
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.FINISHED || status == HandshakeStatus.NOT_HANDSHAKING) {
                return;
            }
            if (!handshakeStep(status, deadline)) {
                throw new SSLException("the peer closed during the handshake");
            }
        }
    }

    @Override
    public int read(ByteBuffer into, Deadline deadline) throws IOException {
        while (!plain.hasRemaining()) {
            HandshakeStatus status = engine.getHandshakeStatus();
            boolean talks =
                    status == HandshakeStatus.NEED_WRAP || status == HandshakeStatus.NEED_TASK;
            if (engine.isInboundDone()) {
                return -1;
            }
            if (!(talks ? handshakeStep(status, deadline) : unwrap(deadline))) {
                return -1;
            }
        }
        int length = Math.min(plain.remaining(), into.remaining());
        into.put(plain.slice(plain.position(), length));
        plain.position(plain.position() + length);
        return length;
    }

    @Override
    public void write(ByteBuffer from, Deadline deadline) throws IOException {
        while (from.hasRemaining()) {
            wrap(from, deadline);
        }
    }

    /** Sends close_notify; the socket below stays open, as half of it may be needed. */
    @Override
    public void shutdownOutput(Deadline deadline) throws IOException {
        engine.closeOutbound();
        while (!engine.isOutboundDone()) {
            wrap(NOTHING.duplicate(), deadline);
        }
    }

    @Override
    public void close() throws IOException {
        under.close();
    }

    private boolean handshakeStep(HandshakeStatus status, Deadline deadline) throws IOException {
        switch (status) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask();
                        task != null;
                        task = engine.getDelegatedTask()) {
                    task.run();
                }
                return true;
            }
            case NEED_WRAP -> {
                wrap(NOTHING.duplicate(), deadline);
                return true;
            }
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                return unwrap(deadline);
            }
            case FINISHED, NOT_HANDSHAKING -> {
                return true;
            }
        }
        throw new IllegalStateException("handshake status " + status);
    }

    private void wrap(ByteBuffer from, Deadline deadline) throws IOException {
        sealed.clear();
        SSLEngineResult result;
        try {
            result = engine.wrap(from, sealed);
        } finally {
            under.write(sealed.flip(), deadline); // an alert, when wrap has failed
        }
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            sealed = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        }
    }

    /** Takes one record apart; false when the peer has ended. */
    private boolean unwrap(Deadline deadline) throws IOException {
        plain.compact();
        SSLEngineResult result;
        try {
            result = engine.unwrap(received, plain);
        } catch (SSLException e) {
            sendAlert(deadline);
            throw e;
        } finally {
            plain.flip();
        }
        return switch (result.getStatus()) {
            case OK -> true;
            case CLOSED -> false;
            case BUFFER_OVERFLOW -> {
                plain = larger(plain, engine.getSession().getApplicationBufferSize());
                yield true;
            }
            case BUFFER_UNDERFLOW -> {
                if (received.capacity() < engine.getSession().getPacketBufferSize()) {
                    received = larger(received, engine.getSession().getPacketBufferSize());
                }
                received.compact();
                int read;
                try {
                    read = under.read(received, deadline);
                } finally {
                    received.flip();
                }
                if (read < 0) {
                    engine.closeInbound(); // throws when close_notify had to come first
                }
                yield read >= 0;
            }
        };
    }

    /** Tells the peer what our side found wrong, as far as it still listens. */
    private void sendAlert(Deadline deadline) {
        try {
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                wrap(NOTHING.duplicate(), deadline);
            }
        } catch (IOException e) {
            // The failure that led here is the one to tell of.
        }
    }

    private static ByteBuffer larger(ByteBuffer buffer, int more) {
        return ByteBuffer.allocate(buffer.remaining() + more).put(buffer).flip();
    }
}
