package dev.serve.server;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.Wire;
import dev.serve.api.spi.WiredContext;
import dev.serve.pool.Lease;
import dev.serve.server.proxy.ProxyHeader;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What an engine finds on a connection of ours. It is Helidon's connection context, so any {@link
 * ServerConnectionSelector} runs on it; an engine of ours finds its wire here, others get a reader
 * and a writer over it.
 */
abstract class EngineContext implements WiredContext {

    final String listener;
    final SocketChannel channel;
    final Lease lease;
    final Generation generation;

    /** The wire in use; TLS puts its own over the first. */
    volatile Wire wire;

    /** What a proxy has said of the client; null without. */
    volatile @Nullable ProxyHeader introduced;

    // The channel's own, asked once: a closed one answers no more.
    private final SocketAddress remoteAddress;
    private final SocketAddress localAddress;

    private @Nullable HelidonBytes helidon;
    private @Nullable Peer remotePeer;
    private @Nullable Peer localPeer;

    /**
     * What is known of a connection from its beginning.
     *
     * @throws IOException if the channel is closed already
     */
    EngineContext(
            String listener, SocketChannel channel, Lease lease, Generation generation, Wire wire)
            throws IOException {
        this.remoteAddress = channel.getRemoteAddress();
        String path = generation.config().path();
        // A Unix socket was bound by a passing name.
        this.localAddress =
                path == null ? channel.getLocalAddress() : UnixDomainSocketAddress.of(path);
        this.listener = listener;
        this.channel = channel;
        this.lease = lease;
        this.generation = generation;
        this.wire = wire;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public ConnectionObserver observer() {
        return lease;
    }

    @Override
    public ListenerConfig config() {
        return generation.config();
    }

    /** The same whenever it is asked for by an engine, after the handshake. */
    @Override
    public PeerInfo remotePeer() {
        Peer known = remotePeer;
        if (known == null) {
            known = new Peer(address(true), wire.tlsSession(), true);
            remotePeer = known;
        }
        return known;
    }

    @Override
    public PeerInfo localPeer() {
        Peer known = localPeer;
        if (known == null) {
            known = new Peer(address(false), wire.tlsSession(), false);
            localPeer = known;
        }
        return known;
    }

    /** The peer's address or ours; those that a proxy has told, where one has. */
    final SocketAddress address(boolean remote) {
        ProxyHeader header = introduced;
        SocketAddress told =
                header == null ? null : remote ? header.source() : header.destination();
        if (told != null) {
            return told;
        }
        return remote ? remoteAddress : localAddress;
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return Optional.ofNullable(introduced).map(ProxyHeader::data);
    }

    @Override
    public boolean isSecure() {
        return generation.tls() != null;
    }

    @Override
    public String socketId() {
        return listener;
    }

    @Override
    public String childSocketId() {
        return lease.id();
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
        return helidon();
    }

    @Override
    public DataReader dataReader() {
        return helidon().reader();
    }

    @Override
    public HelidonSocket serverSocket() {
        return helidon();
    }

    /** Asked for by the connection's own thread, before any other has a part in it. */
    private HelidonBytes helidon() {
        HelidonBytes made = helidon;
        if (made == null) {
            made = new HelidonBytes(this, wire);
            helidon = made;
        }
        return made;
    }

    @Override
    public Router router() {
        return generation.router();
    }
}
