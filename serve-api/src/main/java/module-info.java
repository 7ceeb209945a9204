/**
 * What users write against: builders, routing, exchanges and filters, configuration records,
 * events.
 */
module dev.serve.api {
    requires transitive io.helidon.webserver;
    requires transitive io.helidon.http;
    requires transitive io.helidon.http.sse;
    requires static org.jspecify;
}
