package dev.serve.websocket;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Rejection;
import dev.serve.api.routing.WebSocketExchange;
import dev.serve.api.websocket.WebSocketClose;
import dev.serve.api.websocket.WebSocketMessage;
import dev.serve.api.websocket.WebSocketSession;
import dev.serve.websocket.session.Session;
import io.helidon.common.context.Context;
import io.helidon.http.HeaderNames;
import java.net.SocketAddress;
import java.security.Principal;
import java.util.Optional;

/** A message as filters see it. */
final class MessageExchange implements WebSocketExchange {

    private final ListenerConfig config;
    private final Session session;
    private final WebSocketMessage message;

    MessageExchange(ListenerConfig config, Session session, WebSocketMessage message) {
        this.config = config;
        this.session = session;
        this.message = message;
    }

    @Override
    public WebSocketSession session() {
        return session;
    }

    @Override
    public WebSocketMessage message() {
        return message;
    }

    @Override
    public String protocol() {
        return WebSocketProtocol.WEBSOCKET;
    }

    @Override
    public String listener() {
        return session.request().listener();
    }

    @Override
    public ListenerConfig config() {
        return config;
    }

    @Override
    public String target() {
        return session.request().path();
    }

    @Override
    public Optional<String> header(String name) {
        return session.request().headers().first(HeaderNames.create(name));
    }

    @Override
    public SocketAddress remoteAddress() {
        return session.request().remoteAddress();
    }

    @Override
    public SocketAddress client() {
        return session.request().client();
    }

    @Override
    public boolean secure() {
        return session.request().secure();
    }

    @Override
    public Optional<Principal> verifiedClient() {
        return session.request().verifiedClient();
    }

    @Override
    public Context context() {
        return session.context();
    }

    @Override
    public void reject(Rejection rejection) {
        int code =
                switch (rejection.reason()) {
                    case TOO_MANY, UNAVAILABLE -> WebSocketClose.TRY_AGAIN;
                    case INVALID, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND -> WebSocketClose.POLICY;
                };
        session.close(code, rejection.message());
    }
}
