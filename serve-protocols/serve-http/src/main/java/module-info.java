/** HTTP/1.1, HTTP/2 and server-sent events on our listeners, and on those of a plain Helidon. */
module dev.serve.http {
    requires transitive dev.serve.api;
    requires io.helidon.common.media.type;
    requires io.helidon.common.uri;
    requires io.helidon.webserver.sse;
    requires static org.jspecify;

    exports dev.serve.http;

    provides dev.serve.api.spi.ProtocolProvider with
            dev.serve.http.HttpProtocol;
}
