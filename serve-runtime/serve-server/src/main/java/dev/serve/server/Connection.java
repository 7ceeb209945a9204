package dev.serve.server;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.pool.Lease;
import dev.serve.pool.Pooled;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.NioSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.socket.SocketWriter;
import io.helidon.common.socket.TlsNioSocket;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * One accepted socket, served in one virtual thread from accept to close: TLS, detection, then the
 * engine. It is Helidon's {@link ConnectionContext}, so any {@link ServerConnectionSelector} runs
 * on it.
 */
final class Connection implements ConnectionContext, Pooled, Runnable {

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    /** ALPN name of the protocol that carries several requests at a time (RFC 9113 section 3.2). */
    private static final String HTTP2 = "h2";

    private final String listener;
    private final SocketChannel channel;
    private final Lease lease;
    private final Generation generation;
    private final HelidonSocket socket;
    private final DataReader reader;
    private final TimedWriter writer;
    private volatile @Nullable ServerConnection engine;
    private volatile boolean retired;

    Connection(String listener, SocketChannel channel, Lease lease, Generation generation) {
        this.listener = listener;
        this.channel = channel;
        this.lease = lease;
        this.generation = generation;
        LoadedTls tls = generation.tls();
        String id = Long.toString(lease.id());
        if (tls == null) {
            this.socket = NioSocket.server(channel, id, listener);
        } else {
            // Made without host and port: naming the peer would cost a reverse look-up.
            SSLEngine tlsEngine = tls.newEngine(generation.detector().alpnNames());
            // The protocol is null until the handshake has settled it, if only on none.
            lease.activity().handshakeBegins(() -> tlsEngine.getApplicationProtocol() != null);
            this.socket = TlsNioSocket.server(channel, tlsEngine, id, listener);
        }
        this.reader = DataReader.create(this::nextBytes);
        this.writer = new TimedWriter(SocketWriter.create(socket), lease.activity());
    }

    private byte @Nullable [] nextBytes() {
        lease.activity().readBegins();
        try {
            return socket.get();
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("cannot read from the peer", e);
        } finally {
            lease.activity().readEnds();
        }
    }

    @Override
    public void run() {
        try (lease) {
            trace("opened");
            serve();
        } finally {
            close();
            trace("closed");
        }
    }

    private void serve() {
        try {
            Optional<ServerConnectionSelector> selector = select();
            if (selector.isEmpty()) {
                LOG.log(DEBUG, () -> this + ": no protocol of the listener fits the first bytes");
                return;
            }
            if (selector.get().supportedApplicationProtocols().contains(HTTP2)) {
                lease.activity().multiplexes();
            }
            ServerConnection connection = selector.get().connection(this);
            engine = connection;
            connection.handle(generation.limit());
        } catch (ServerConnectionException e) {
            LOG.log(DEBUG, () -> this + ": lost", e);
        } catch (CloseConnectionException | DataReader.InsufficientDataAvailableException e) {
            LOG.log(DEBUG, () -> this + ": ended by the peer");
        } catch (UncheckedIOException e) {
            LOG.log(DEBUG, () -> this + ": lost", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(WARNING, this + ": its engine failed", e);
        }
    }

    private Optional<ServerConnectionSelector> select() {
        Detector detector = generation.detector();
        if (socket.isSecure()) {
            // The handshake runs with the first read.
            reader.ensureAvailable();
            if (socket.protocolNegotiated()) {
                return detector.byAlpn(socket.protocol());
            }
        }
        return detector.byBytes(reader);
    }

    private void close() {
        writer.close();
        try {
            socket.close();
        } catch (UncheckedIOException e) {
            // The peer was faster; what matters is that our side is closed as well.
            abort();
        }
    }

    /** A request begins; over HTTP/2 other requests may be in work beside it. */
    void requestBegins(boolean http1) {
        if (!http1) {
            lease.activity().multiplexes();
        }
        lease.requestBegins();
    }

    /** Whether answers are to announce the end of the connection. */
    boolean isDraining() {
        return retired || lease.isDraining();
    }

    /** Counts the generations of the listener; the one it began with. */
    long generation() {
        return generation.number();
    }

    /** Its generation is gone: the next answer announces the end. Any thread. */
    void retire() {
        retired = true;
    }

    /**
     * A request has ended and its answer is written.
     *
     * @param http1 whether it came over HTTP/1.1, where one request is in work at a time
     * @param last whether its answer announced the end of the connection
     */
    void requestEnds(boolean http1, boolean last) {
        int left = lease.requestEnds();
        ServerConnection connection = engine;
        if (http1) {
            // Unannounced, it stays: a request may be on its way already.
            if (last && connection != null) {
                connection.close(false);
            }
        } else if (left == 0 && isDraining()) {
            endOutput();
        }
    }

    @Override
    public void drain() {
        if (lease.requestsInFlight() == 0) {
            endOutput();
        }
    }

    /**
     * Tells the peer that nothing follows; its own close ends the read that the engine waits in.
     */
    private void endOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException | UnsupportedOperationException e) {
            abort();
        }
    }

    @Override
    public void abort() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(DEBUG, () -> this + ": closing failed", e);
        }
    }

    private void trace(String what) {
        if (generation.config().trace()) {
            LOG.log(INFO, this + ": " + what);
        }
    }

    @Override
    public PeerInfo remotePeer() {
        return socket.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return socket.localPeer();
    }

    @Override
    public boolean isSecure() {
        return socket.isSecure();
    }

    @Override
    public String socketId() {
        return listener;
    }

    @Override
    public String childSocketId() {
        return socket.childSocketId();
    }

    @Override
    public ListenerContext listenerContext() {
        return generation.context();
    }

    @Override
    public ExecutorService executor() {
        return generation.context().executor();
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public Router router() {
        return generation.router();
    }

    @Override
    public HelidonSocket serverSocket() {
        return socket;
    }

    @Override
    public String toString() {
        return "listener " + listener + " connection " + lease.id();
    }
}
