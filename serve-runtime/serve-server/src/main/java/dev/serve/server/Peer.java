package dev.serve.server;

import io.helidon.common.socket.PeerInfo;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One side of a connection, in Helidon's words. Immutable.
 *
 * @param address its address; a Unix client that did not bind has an empty path
 * @param session the TLS session; null without TLS
 * @param remote whether it is the peer's side, else ours
 */
record Peer(SocketAddress address, @Nullable SSLSession session, boolean remote)
        implements PeerInfo {

    @Override
    public String host() {
        return switch (address) {
            // The text it was made of: nothing is looked up.
            case InetSocketAddress inet -> inet.getHostString();
            case UnixDomainSocketAddress unix -> unix.getPath().toString();
            default -> address.toString();
        };
    }

    @Override
    public int port() {
        return address instanceof InetSocketAddress inet ? inet.getPort() : -1;
    }

    @Override
    public Optional<Principal> tlsPrincipal() {
        SSLSession secure = session;
        if (secure == null) {
            return Optional.empty();
        }
        if (!remote) {
            return Optional.ofNullable(secure.getLocalPrincipal());
        }
        try {
            return Optional.of(secure.getPeerPrincipal());
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Certificate[]> tlsCertificates() {
        SSLSession secure = session;
        if (secure == null) {
            return Optional.empty();
        }
        if (!remote) {
            return Optional.ofNullable(secure.getLocalCertificates());
        }
        try {
            return Optional.of(secure.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
