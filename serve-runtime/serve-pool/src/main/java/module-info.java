/** Admission, tracking and draining of the sockets of one listener. */
module dev.serve.pool {
    requires transitive dev.serve.api;
    requires static transitive org.jspecify;

    exports dev.serve.pool;
}
