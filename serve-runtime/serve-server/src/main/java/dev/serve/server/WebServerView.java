package dev.serve.server;

import dev.serve.api.Server;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.event.ServerState;
import io.helidon.common.context.Context;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.util.function.UnaryOperator;

/**
 * Our server as Helidon's features see it in {@code afterStart}: to look at and to stop, not to
 * start or to re-key.
 */
record WebServerView(
        Server server, Context context, WebServerConfig prototype, UnaryOperator<String> names)
        implements WebServer {

    @Override
    public WebServer start() {
        throw new UnsupportedOperationException("the server is started by dev.serve.api.Server");
    }

    @Override
    public WebServer stop() {
        server.stop();
        return this;
    }

    @Override
    public boolean isRunning() {
        return server.state() == ServerState.RUNNING;
    }

    @Override
    public int port(String socketName) {
        return server.port(names.apply(socketName));
    }

    @Override
    public boolean hasTls(String socketName) {
        ListenerConfig listener = server.config().listeners().get(names.apply(socketName));
        return listener != null && listener.tls() != null;
    }

    @Override
    public void reloadTls(String socketName, Tls tls) {
        throw new UnsupportedOperationException(
                "keys are changed by the configuration of the listener");
    }
}
