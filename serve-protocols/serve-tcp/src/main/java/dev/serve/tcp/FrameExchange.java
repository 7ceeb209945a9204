package dev.serve.tcp;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Rejection;
import dev.serve.api.routing.TcpExchange;
import dev.serve.api.tcp.TcpConnection;
import io.helidon.common.context.Context;
import java.net.SocketAddress;
import java.security.Principal;
import java.util.Optional;

/** A frame as filters see it. Belongs to the connection's thread. */
final class FrameExchange implements TcpExchange {

    private final ListenerConfig config;
    private final TcpSession session;
    private final byte[] frame;
    private boolean rejected;

    FrameExchange(ListenerConfig config, TcpSession session, byte[] frame) {
        this.config = config;
        this.session = session;
        this.frame = frame;
    }

    boolean isRejected() {
        return rejected;
    }

    @Override
    public TcpConnection connection() {
        return session;
    }

    @Override
    public byte[] frame() {
        return frame;
    }

    @Override
    public String protocol() {
        return TcpProtocol.TCP;
    }

    @Override
    public String listener() {
        return session.listener();
    }

    @Override
    public ListenerConfig config() {
        return config;
    }

    @Override
    public String target() {
        return "";
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    public SocketAddress remoteAddress() {
        return session.remoteAddress();
    }

    @Override
    public SocketAddress client() {
        return session.remoteAddress();
    }

    @Override
    public boolean secure() {
        return session.secure();
    }

    @Override
    public Optional<Principal> verifiedClient() {
        return session.verifiedClient();
    }

    @Override
    public Context context() {
        return session.context();
    }

    @Override
    public void reject(Rejection rejection) {
        rejected = true;
        session.refuse(rejection.reason() + ": " + rejection.message());
    }
}
