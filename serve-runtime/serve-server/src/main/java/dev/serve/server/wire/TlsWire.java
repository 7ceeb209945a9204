package dev.serve.server.wire;

import dev.serve.api.spi.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS over another wire, whose window is the network's input. So a header in front of TLS can be
 * read from that wire first.
 *
 * <p>Everything runs in the calling thread, tasks of the handshake included. Records are decrypted
 * from the inner window straight into ours, which borrows a buffer when a whole record is there; an
 * idle connection holds none, here or below. Output is gathered as plain bytes, so that small puts
 * share a record; a large body becomes several records in one write.
 *
 * <p>The engine may be asked for records by the writer, by the reader (answers to key updates) and
 * by whoever aborts with last words: their order on the network is kept by a lock that only they
 * take. The reader and the aborter never wait for it.
 *
 * <p>Renegotiation by a client (TLS 1.2) is refused: RFC 9325 section 3.5. An end of input without
 * close_notify is an end, and seen by {@link #isTruncated()}.
 */
public final class TlsWire extends BufferedWire {

    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

    private final Wire inner;
    private final SSLEngine engine;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean established;

    /** Tickets are still to be written; the reader's own. */
    private boolean ticketsGathered;

    private volatile boolean ended;
    private volatile boolean truncated;
    private volatile boolean closed;

    /**
     * TLS that begins with {@link #handshake()}.
     *
     * @param inner the network; closed with this wire
     * @param engine new, in server or client mode
     */
    public TlsWire(Wire inner, SSLEngine engine, Buffers buffers) {
        super(buffers);
        this.inner = inner;
        this.engine = engine;
    }

    /**
     * Shakes hands; to be called once, before anything else.
     *
     * @throws NotTlsException if the peer begins with something else; nothing is consumed
     * @throws EOFException if the peer closes before the handshake is complete
     * @throws SSLException if the two do not come to terms; the peer has been sent the alert
     * @throws IOException if the connection is lost or aborted
     */
    public void handshake() throws IOException {
        if (!engine.getUseClientMode()) {
            Records.checkBegins(inner);
        }
        try {
            engine.beginHandshake();
            while (shakeOn()) {
                // Until both sides are content.
            }
            // What a client of TLS 1.3 does not wait for leaves with the first answer.
            ticketsGathered = !engine.getUseClientMode() && isVersion13();
            if (!ticketsGathered) {
                inner.flush();
            }
            established = true;
        } catch (SSLException e) {
            sendAlert();
            throw e;
        }
    }

    /** One step of the handshake; false when there is none left. */
    private boolean shakeOn() throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> wrapMessage();
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                SSLEngineResult result = unwrap(inner.available(), NO_BYTES.duplicate());
                if (result.getStatus() == Status.CLOSED) {
                    throw new EOFException("the peer ended TLS during the handshake");
                }
                if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                    inner.flush();
                    if (!inner.more()) {
                        throw new EOFException("the peer closed during the TLS handshake");
                    }
                }
            }
            case FINISHED, NOT_HANDSHAKING -> {
                return false;
            }
        }
        return true;
    }

    /** Short computations, but for the signature; there is no better thread than this one. */
    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask();
                task != null;
                task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** One message of the engine's own; gathered in the inner wire. */
    private SSLEngineResult wrapMessage() throws IOException {
        byte[] network = buffers.borrow();
        try {
            SSLEngineResult result = engine.wrap(NO_BYTES.duplicate(), ByteBuffer.wrap(network));
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                throw tooLong(network);
            }
            inner.put(network, 0, result.bytesProduced());
            return result;
        } finally {
            buffers.giveBack(network);
        }
    }

    private SSLEngineResult unwrap(int length, ByteBuffer target) throws SSLException {
        SSLEngineResult result =
                engine.unwrap(ByteBuffer.wrap(inner.input(), inner.position(), length), target);
        inner.consume(result.bytesConsumed());
        return result;
    }

    /** Tells the peer what was wrong, as far as it still listens. */
    private void sendAlert() {
        if (!writing.tryLock()) {
            return;
        }
        try {
            engine.closeOutbound();
            wrapMessages();
        } catch (IOException e) {
            // The failure that led here is the one to tell of.
        } finally {
            writing.unlock();
        }
    }

    /** Writes all that the engine itself has to say; with the lock. */
    private void wrapMessages() throws IOException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            SSLEngineResult result = wrapMessage();
            if (result.getStatus() != Status.OK || result.bytesProduced() == 0) {
                break;
            }
        }
        inner.flush();
    }

    @Override
    public boolean more(long timeoutNanos) throws IOException {
        boolean endless = timeoutNanos == Long.MAX_VALUE;
        long begin = endless ? 0 : System.nanoTime();
        while (!ended) {
            int length = Records.whole(inner);
            if (length > 0) {
                makeRoom(length);
                int before = limit;
                limit = unwrapRecords(length, in, limit, in.length);
                if (limit > before) {
                    return true;
                }
            } else {
                if (position == limit) {
                    giveBackInput();
                }
                awaitNetwork(
                        endless
                                ? timeoutNanos
                                : Math.max(0, timeoutNanos - (System.nanoTime() - begin)));
            }
        }
        if (position == limit) {
            giveBackInput();
        }
        return false;
    }

    @Override
    int readPast(byte[] target, int offset, int length) throws IOException {
        while (!ended) {
            int record = Records.whole(inner);
            if (record > length) {
                // It would not fit, so it goes through the window.
                return more(Long.MAX_VALUE) ? read(target, offset, length) : -1;
            }
            if (record > 0) {
                int end = unwrapRecords(record, target, offset, offset + length);
                if (end > offset) {
                    return end - offset;
                }
            } else {
                awaitNetwork(Long.MAX_VALUE);
            }
        }
        return -1;
    }

    private boolean isVersion13() {
        return "TLSv1.3".equals(engine.getSession().getProtocol());
    }

    private void awaitNetwork(long timeoutNanos) throws IOException {
        if (ticketsGathered) {
            ticketsGathered = false;
            flushTickets();
        }
        if (!inner.more(timeoutNanos)) {
            ended = true;
            truncated = true;
        }
    }

    /** Before a wait, since an idle connection holds no buffer; a writer at work does it itself. */
    private void flushTickets() throws IOException {
        if (writing.tryLock()) {
            try {
                inner.flush();
            } finally {
                writing.unlock();
            }
        }
    }

    /**
     * Decrypts a record, and those behind it as long as they are whole, carry data and fit.
     *
     * @return where the plain bytes end
     */
    private int unwrapRecords(int first, byte[] target, int offset, int end) throws IOException {
        int at = offset;
        int length = first;
        do {
            if (inner.input()[inner.position()] == Records.HANDSHAKE && !isVersion13()) {
                refuseRenegotiation();
            }
            SSLEngineResult result;
            try {
                result = unwrap(length, ByteBuffer.wrap(target, at, end - at));
            } catch (SSLException e) {
                sendAlert();
                throw e;
            }
            at += result.bytesProduced();
            switch (result.getStatus()) {
                case OK -> answer(result.getHandshakeStatus());
                case CLOSED -> {
                    ended = true;
                    return at;
                }
                case BUFFER_OVERFLOW, BUFFER_UNDERFLOW ->
                        throw new SSLException(
                                "a record of "
                                        + length
                                        + " bytes was not understood: "
                                        + result.getStatus());
            }
            length = Records.whole(inner);
        } while (length > 0
                && length <= end - at
                && inner.input()[inner.position()] == Records.DATA);
        return at;
    }

    private void refuseRenegotiation() throws SSLException {
        sendAlert();
        ended = true;
        throw new SSLException("the peer asked to renegotiate (RFC 9325 section 3.5: refused)");
    }

    /** What the engine wants to say after a record; left to the writer if one is at work. */
    private void answer(HandshakeStatus status) throws IOException {
        HandshakeStatus wanted = status;
        if (wanted == HandshakeStatus.NEED_TASK) {
            runTasks();
            wanted = engine.getHandshakeStatus();
        }
        if (wanted == HandshakeStatus.NEED_WRAP && writing.tryLock()) {
            try {
                wrapMessages();
            } finally {
                writing.unlock();
            }
        }
    }

    @Override
    void write(ByteBuffer source) throws IOException {
        write(new ByteBuffer[] {source}, source.remaining());
    }

    @Override
    void write(ByteBuffer first, ByteBuffer second) throws IOException {
        write(new ByteBuffer[] {first, second}, first.remaining() + second.remaining());
    }

    private void write(ByteBuffer[] sources, int length) throws IOException {
        boolean batch = length > Buffers.RECORD;
        writing.lock();
        byte[] network = batch ? buffers.borrowBatch() : buffers.borrow();
        try {
            writeRecords(sources, length, network);
        } finally {
            if (batch) {
                buffers.giveBackBatch(network);
            } else {
                buffers.giveBack(network);
            }
            writing.unlock();
        }
    }

    private void writeRecords(ByteBuffer[] sources, int length, byte[] network) throws IOException {
        int left = length;
        int filled = 0;
        while (left > 0) {
            SSLEngineResult result =
                    engine.wrap(sources, ByteBuffer.wrap(network, filled, network.length - filled));
            left -= result.bytesConsumed();
            filled += result.bytesProduced();
            if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                runTasks();
            }
            switch (result.getStatus()) {
                case OK -> {}
                case CLOSED -> throw new ClosedChannelException();
                case BUFFER_OVERFLOW -> {
                    if (filled == 0) {
                        throw tooLong(network);
                    }
                    inner.send(network, 0, filled);
                    filled = 0;
                }
                case BUFFER_UNDERFLOW -> throw new SSLException("wrap has not enough input");
            }
        }
        inner.send(network, 0, filled);
    }

    private static SSLException tooLong(byte[] network) {
        return new SSLException("the engine makes records longer than " + network.length);
    }

    /** What a record has become cannot be taken back, so it is not begun if it may have to wait. */
    @Override
    int writeNow(ByteBuffer source) {
        return 0;
    }

    @Override
    long writeFile(FileChannel file, long start, long count) throws IOException {
        byte[] plain = buffers.borrowBatch();
        try {
            int most = (int) Math.min(count, 4L * Buffers.RECORD);
            int read = read(file, start, plain, 0, most);
            write(ByteBuffer.wrap(plain, 0, read));
            return read;
        } finally {
            buffers.giveBackBatch(plain);
        }
    }

    @Override
    public @Nullable SSLSession tlsSession() {
        return established ? engine.getSession() : null;
    }

    @Override
    public String applicationProtocol() {
        String agreed = established ? engine.getApplicationProtocol() : null;
        return agreed == null ? "" : agreed;
    }

    /** The server name that the client asked for (RFC 6066 section 3); empty if it named none. */
    public String serverName() {
        if (engine.getSession() instanceof ExtendedSSLSession session) {
            return session.getRequestedServerNames().stream()
                    .filter(SNIHostName.class::isInstance)
                    .map(name -> ((SNIHostName) name).getAsciiName())
                    .findFirst()
                    .orElse("");
        }
        return "";
    }

    /** Whether the input has ended without close_notify, so that its end may have been cut off. */
    public boolean isTruncated() {
        return truncated;
    }

    @Override
    public void closeOutput() throws IOException {
        flush();
        sayGoodbye();
        inner.closeOutput();
    }

    private void sayGoodbye() throws IOException {
        writing.lock();
        try {
            engine.closeOutbound();
            wrapMessages();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                if (established) {
                    flush();
                    sayGoodbye();
                }
            } catch (IOException e) {
                // The peer is gone; our side is closed in any case.
            }
            inner.close();
        }
        drop();
    }

    @Override
    public void abort() {
        inner.abort();
    }

    @Override
    public void abort(byte[] lastWords) {
        if (!established || !writing.tryLock()) {
            inner.abort();
            return;
        }
        try {
            inner.abort(sealed(gatheredAnd(lastWords)));
        } catch (SSLException e) {
            inner.abort();
        } finally {
            writing.unlock();
        }
    }

    /** The records of some bytes and of close_notify. */
    private byte[] sealed(ByteBuffer plain) throws SSLException {
        int packet = engine.getSession().getPacketBufferSize();
        ByteBuffer network = ByteBuffer.allocate((plain.remaining() / Buffers.RECORD + 3) * packet);
        while (plain.hasRemaining()) {
            engine.wrap(plain, network);
        }
        engine.closeOutbound();
        while (!engine.isOutboundDone()) {
            engine.wrap(plain, network);
        }
        return Arrays.copyOf(network.array(), network.position());
    }
}
