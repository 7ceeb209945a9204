package dev.serve.websocket;

import dev.serve.websocket.session.Session;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.socket.SocketContext;
import io.helidon.websocket.WsSession;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session as Helidon's listeners see it. Parts of one message must come from one thread. */
final class HelidonSession implements WsSession, SocketContext {

    private final Session session;
    private final Asked request;
    private @Nullable OutputStream parts;

    HelidonSession(Session session, Asked request) {
        this.session = session;
        this.request = request;
    }

    @Override
    public WsSession send(String text, boolean last) {
        if (last && parts == null) {
            session.send(text);
        } else {
            part(text.getBytes(StandardCharsets.UTF_8), true, last);
        }
        return this;
    }

    @Override
    public WsSession send(BufferData bytes, boolean last) {
        byte[] copy = bytes.readBytes();
        if (last && parts == null) {
            session.send(copy);
        } else {
            part(copy, false, last);
        }
        return this;
    }

    private void part(byte[] bytes, boolean text, boolean last) {
        try {
            OutputStream message = parts;
            if (message == null) {
                message = text ? session.textBytes() : session.binaryStream();
                parts = message;
            }
            message.write(bytes);
            if (last) {
                parts = null;
                message.close();
            } else {
                message.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public WsSession ping(BufferData bytes) {
        session.ping(bytes.readBytes());
        return this;
    }

    @Override
    public WsSession pong(BufferData bytes) {
        session.pong(bytes.readBytes());
        return this;
    }

    @Override
    public WsSession close(int code, String reason) {
        session.close(code, reason);
        return this;
    }

    @Override
    public WsSession terminate() {
        session.abort();
        return this;
    }

    @Override
    public Optional<String> subProtocol() {
        return session.subProtocol();
    }

    @Override
    public SocketContext socketContext() {
        return this;
    }

    @Override
    public PeerInfo remotePeer() {
        return request.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return request.localPeer();
    }

    @Override
    public boolean isSecure() {
        return request.secure();
    }

    @Override
    public String socketId() {
        return request.serverSocketId();
    }

    @Override
    public String childSocketId() {
        return request.socketId();
    }
}
