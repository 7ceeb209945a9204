/**
 * Reads {@code serve.yaml}: located tree, layers, typed snapshot, and the reference of all keys.
 */
module dev.serve.config {
    requires transitive dev.serve.api;
    requires org.yaml.snakeyaml;
    requires static org.jspecify;

    exports dev.serve.config;
    exports dev.serve.config.watch;
}
