/** Test kit: a server on port 0, clients, log capture, a movable clock. */
module dev.serve.testing {
    requires transitive dev.serve.api;
    requires transitive org.junit.jupiter.api;
    requires transitive org.assertj.core;
    requires static org.jspecify;
}
