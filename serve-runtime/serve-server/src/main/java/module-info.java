/** The server: acceptors, sockets, TLS, generations of listeners. */
module dev.serve.server {
    requires transitive dev.serve.api;
    requires dev.serve.pool;
    requires dev.serve.config;
    requires io.helidon.webserver;
    requires static org.jspecify;
}
