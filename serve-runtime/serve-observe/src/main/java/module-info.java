/** Health, metrics, access log and traces of a server, as an extension of it. */
@SuppressWarnings("removal") // checks of Helidon's providers are still asked for by this Config
module dev.serve.observe {
    requires transitive dev.serve.api;
    requires transitive io.helidon.health;
    requires com.fasterxml.jackson.core;
    requires io.helidon.common.config;
    requires io.helidon.webserver;
    requires transitive io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires io.opentelemetry.exporter.internal.otlp;
    requires io.opentelemetry.sdk;
    requires io.opentelemetry.sdk.common;
    requires io.opentelemetry.sdk.trace;
    requires java.management;
    requires java.net.http;
    requires jdk.management;
    requires transitive micrometer.core;
    requires io.prometheus.metrics.model;
    requires micrometer.registry.otlp;
    requires micrometer.registry.prometheus;
    requires static transitive org.jspecify;
    requires static ch.qos.logback.classic;
    requires static ch.qos.logback.core;
    requires static org.slf4j;

    exports dev.serve.observe;

    uses dev.serve.api.observe.HealthCheck;
    uses io.helidon.health.spi.HealthCheckProvider;

    provides dev.serve.api.Extension with
            dev.serve.observe.ObserveExtension;
}
