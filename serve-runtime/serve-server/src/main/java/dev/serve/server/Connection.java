package dev.serve.server;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.pool.CloseReason;
import dev.serve.api.pool.TlsFacts;
import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.OrderlyConnection;
import dev.serve.api.spi.Wire;
import dev.serve.pool.Lease;
import dev.serve.pool.Pooled;
import dev.serve.server.proxy.ProxyEntrance;
import dev.serve.server.wire.NotTlsException;
import dev.serve.server.wire.TlsWire;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One accepted socket, served in one virtual thread from accept to close: PROXY header, TLS,
 * detection, then the engine.
 */
final class Connection extends EngineContext implements Pooled, Runnable {

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    /** ALPN name of the protocol that carries several requests at a time (RFC 9113 section 3.2). */
    private static final String HTTP2 = "h2";

    private final Network network;
    private volatile @Nullable ServerConnection engine;
    private volatile @Nullable Thread thread;

    /**
     * A connection over an accepted channel.
     *
     * @throws IOException if the channel is closed already
     */
    Connection(
            Network network,
            String listener,
            SocketChannel channel,
            Lease lease,
            Generation generation)
            throws IOException {
        super(
                listener,
                channel,
                lease,
                generation,
                network.wire(channel, generation.config().wire(), lease));
        this.network = network;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try (lease) {
            trace("opened");
            serve();
        } finally {
            wire.close();
            trace("closed");
        }
    }

    private void serve() {
        try {
            introduce();
            secure();
            Optional<ServerConnectionSelector> selector = select();
            if (selector.isEmpty()) {
                lease.ends(CloseReason.PROTOCOL);
                LOG.log(DEBUG, () -> this + ": no protocol of the listener fits the first bytes");
                return;
            }
            if (selector.get().supportedApplicationProtocols().contains(HTTP2)) {
                lease.protocol(wire.tlsSession() == null ? "h2c" : HTTP2, true);
            } else {
                lease.protocol("http/1.1", false);
            }
            ServerConnection connection = selector.get().connection(this);
            engine = connection;
            connection.handle(generation.limit());
        } catch (SSLException e) {
            lease.ends(CloseReason.PROTOCOL);
            LOG.log(DEBUG, () -> this + ": its handshake failed", e);
        } catch (ServerConnectionException | UncheckedIOException | IOException e) {
            lease.ends(CloseReason.PEER);
            LOG.log(DEBUG, () -> this + ": lost", e);
        } catch (CloseConnectionException | DataReader.InsufficientDataAvailableException e) {
            lease.ends(CloseReason.PEER);
            LOG.log(DEBUG, () -> this + ": ended by the peer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            lease.fails(e);
            LOG.log(WARNING, this + ": its engine failed", e);
        }
    }

    private void introduce() throws IOException {
        ProxyEntrance proxies = generation.proxies();
        if (proxies != null) {
            lease.proxyBegins();
            introduced = proxies.pass(address(true), wire);
            lease.proxyEnds();
            if (lease.peer(address(true)).isPresent()) {
                lease.ends(CloseReason.PEER_FULL);
                throw new CloseConnectionException("too many connections of its peer");
            }
        }
    }

    private void secure() throws IOException {
        LoadedTls tls = generation.tls();
        if (tls == null) {
            return;
        }
        Wire plain = wire;
        TlsWire secure =
                new TlsWire(
                        plain, tls.newEngine(generation.detector().alpnNames()), network.buffers());
        wire = secure;
        lease.handshakeBegins();
        long began = System.nanoTime();
        try {
            secure.handshake();
        } catch (NotTlsException e) {
            PlainClients.answer(generation.detector(), e.firstBytes(), plain);
            throw e;
        } catch (SSLException e) {
            lease.work().handshakeEnded(null, System.nanoTime() - began);
            throw e;
        }
        lease.handshakeEnds();
        SSLSession session = secure.tlsSession();
        if (session != null) {
            TlsFacts facts = Handshaken.facts(session, secure.applicationProtocol());
            lease.tls(facts);
            lease.work().handshakeEnded(facts, System.nanoTime() - began);
        }
    }

    private Optional<ServerConnectionSelector> select() throws IOException {
        lease.detects();
        String negotiated = wire.applicationProtocol();
        Detector detector = generation.detector();
        return negotiated.isEmpty() ? detector.byBytes(wire, lease) : detector.byAlpn(negotiated);
    }

    /** A request begins, now; over HTTP/2 other requests may be in work beside it. */
    long requestBegins(boolean http1) {
        if (!http1) {
            lease.protocol(wire.tlsSession() == null ? "h2c" : HTTP2, true);
        }
        return lease.requestBegins();
    }

    /** Whether answers are to announce the end of the connection. */
    boolean isDraining() {
        return lease.isDraining();
    }

    /** Counts the generations of the listener; the one it began with. */
    long generation() {
        return generation.number();
    }

    /** Its generation is gone: the next answer announces the end. Any thread. */
    void retire() {
        lease.retire();
    }

    /**
     * A request has ended and its answer is written.
     *
     * @param began when it began
     * @param now when it ended, as {@link #now} says
     * @param failed whether it was answered by 500 or above, or not at all
     * @param http1 whether it came over HTTP/1.1, where one request is in work at a time
     * @param last whether its answer announced the end of the connection
     */
    void requestEnds(long began, long now, boolean failed, boolean http1, boolean last) {
        ends(lease.requestEnds(began, now, failed), http1, last);
    }

    /**
     * An event stream has ended; its parameters are as with {@link #requestEnds}. It lasted until
     * somebody ended it, so that its time is not one of those that requests take.
     */
    void streamEnds(long now, boolean http1, boolean last) {
        ends(lease.streamEnds(now), http1, last);
    }

    private void ends(int left, boolean http1, boolean last) {
        ServerConnection connection = engine;
        if (http1) {
            // Unannounced, it stays: a request may be on its way already.
            if (last && connection != null) {
                connection.close(false);
            }
        } else if (isDraining() && !isOrderly(engine) && left == 0) {
            endInput();
        }
    }

    /** Whether it has been told to end now, whatever is in work on it. */
    boolean isCut() {
        return lease.isCut();
    }

    /** The time of its pool, in nanoseconds. */
    long now() {
        return lease.now();
    }

    @Override
    public void drain() {
        ServerConnection connection = engine;
        if (connection != null && isOrderly(connection)) {
            connection.close(false);
            if (isOrderly(connection)) {
                return;
            }
        }
        // It was not, or has come to its end meanwhile.
        if (lease.requestsInFlight() == 0) {
            endInput();
        }
    }

    @Override
    public boolean isInWork() {
        return engine instanceof OrderlyConnection orderly && orderly.isInWork();
    }

    /** Whether it carries what goes on without its generation. Any thread. */
    boolean stays() {
        return engine instanceof OrderlyConnection orderly && orderly.stays();
    }

    private static boolean isOrderly(@Nullable ServerConnection connection) {
        return connection instanceof OrderlyConnection orderly && orderly.isOrderly();
    }

    /**
     * Ends the read that the engine waits in: it takes that for the end of its peer's requests, and
     * writes and closes in its own thread. Whoever drains waits for nobody and writes nothing.
     */
    private void endInput() {
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            abort();
        }
    }

    @Override
    public void abort() {
        wire.abort();
    }

    @Override
    public void cut() {
        lease.ends(CloseReason.ABORTED);
        if (!(engine instanceof OrderlyConnection orderly && orderly.expires())) {
            abort();
        }
    }

    @Override
    public Map<String, Integer> work() {
        Map<String, Integer> work =
                engine instanceof OrderlyConnection orderly ? orderly.work() : Map.of();
        int requests = lease.requestsInFlight();
        return work.isEmpty() && requests > 0 ? Map.of("http", requests) : work;
    }

    @Override
    public int waiting() {
        return engine instanceof OrderlyConnection orderly ? orderly.waiting() : 0;
    }

    @Override
    public @Nullable Thread thread() {
        return thread;
    }

    @Override
    public void interrupt() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public void answerTimeout(boolean bodyUnfinished) {
        wire.abort(LastWords.of(bodyUnfinished));
    }

    /** See {@link ConnectionObserver#answerBegins}. */
    boolean answerBegins() {
        return lease.answerBegins();
    }

    private void trace(String what) {
        if (generation.config().trace()) {
            LOG.log(INFO, this + ": " + what);
        }
    }

    @Override
    public String toString() {
        return lease.toString();
    }
}
