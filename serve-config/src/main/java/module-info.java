/** Reads {@code serve.yaml}: located tree, snapshot, difference, change event. */
module dev.serve.config {
    requires transitive dev.serve.api;
    requires io.helidon.config;
    requires io.helidon.config.yaml;
    requires static org.jspecify;
}
