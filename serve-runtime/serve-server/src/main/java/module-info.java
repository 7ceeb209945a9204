/**
 * The server: listeners, sockets, TLS, generations, life. Reached by {@code
 * dev.serve.api.Server.builder()}.
 */
module dev.serve.server {
    requires transitive dev.serve.api;
    requires dev.serve.pool;
    requires dev.serve.config;
    requires io.helidon.service.registry;
    requires io.helidon.webserver;
    requires jdk.jfr;
    requires jdk.net;
    requires static transitive org.jspecify;

    uses dev.serve.api.Application;
    uses dev.serve.api.spi.ProtocolProvider;

    provides dev.serve.api.ServerFactory with
            dev.serve.server.ServeServerFactory;
}
