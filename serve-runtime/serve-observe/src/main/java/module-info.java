/** Health, metrics and history of a server, as an extension of it. */
module dev.serve.observe {
    requires transitive dev.serve.api;
    requires transitive io.helidon.health;
    requires io.helidon.webserver;
    requires java.management;
    requires jdk.management;
    requires transitive micrometer.core;
    requires micrometer.registry.prometheus;
    requires static transitive org.jspecify;

    exports dev.serve.observe;

    uses dev.serve.api.observe.HealthCheck;

    provides dev.serve.api.Extension with
            dev.serve.observe.ObserveExtension;
}
