/** WebSocket on our listeners, and on those of a plain Helidon. */
module dev.serve.websocket {
    requires transitive dev.serve.api;
    requires static org.jspecify;

    exports dev.serve.websocket;

    provides dev.serve.api.spi.ProtocolProvider with
            dev.serve.websocket.WebSocketProtocol;
}
