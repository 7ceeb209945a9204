/**
 * What users of Serve write against: builders, routing DSL, configuration records, events, and the
 * protocol SPI.
 */
module dev.serve.api {
    requires static transitive org.jspecify;
    requires static io.grpc;
    requires transitive io.helidon.common.context;
    requires transitive io.helidon.http;
    requires transitive io.helidon.webserver;
    requires transitive io.helidon.websocket;

    exports dev.serve.api;
    exports dev.serve.api.change;
    exports dev.serve.api.config;
    exports dev.serve.api.event;
    exports dev.serve.api.observe;
    exports dev.serve.api.pool;
    exports dev.serve.api.routing;
    exports dev.serve.api.spi;
    exports dev.serve.api.sse;
    exports dev.serve.api.tcp;
    exports dev.serve.api.websocket;

    uses dev.serve.api.Extension;
    uses dev.serve.api.ServerFactory;
}
