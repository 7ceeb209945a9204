/** HTTP/1.1, HTTP/2 and server-sent events on our listeners. */
module dev.serve.http {
    requires transitive dev.serve.api;
    requires io.helidon.webserver.http2;
    requires io.helidon.webserver.sse;
    requires io.helidon.webserver.staticcontent;
    requires static org.jspecify;
}
