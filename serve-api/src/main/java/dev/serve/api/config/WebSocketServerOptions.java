package dev.serve.api.config;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What {@link ConfigHelper#createWebSocketConfig} is told. Not thread-safe. */
public final class WebSocketServerOptions extends BaseServerOptions<WebSocketServerOptions> {

    private static final int PORT = 3000;

    WebSocketServerOptions() {
        super(PORT);
        listener().protocols(List.of("http", "websocket"));
    }

    /**
     * Key, certificate and whom to trust, for {@code wss}; plain without. Our keys {@code tls.*}.
     */
    public WebSocketServerOptions ssl(Consumer<SSL1Config> change) {
        SSL1Config ssl = new SSL1Config();
        change.accept(ssl);
        listener().tls(ssl.config());
        return this;
    }

    /** Silence after which a peer is asked whether it is there; default 30 s. */
    public WebSocketServerOptions pingInterval(Duration interval) {
        return settings(settings -> settings.pingInterval(interval));
    }

    /** How long it may take to answer; default 5 s. */
    public WebSocketServerOptions pongTimeout(Duration timeout) {
        return settings(settings -> settings.pongTimeout(timeout));
    }

    /** How often all who were silent are asked; default 60 s. */
    public WebSocketServerOptions heartbeatInterval(Duration interval) {
        return settings(settings -> settings.heartbeatInterval(interval));
    }

    /** Everything else of its sessions. Our keys {@code websocket.*}. */
    public WebSocketServerOptions settings(Consumer<WebSocketConfig.Builder> settings) {
        listener().websocket(settings);
        return this;
    }

    @Override
    WebSocketServerOptions self() {
        return this;
    }
}
