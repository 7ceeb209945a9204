/** A server inside a program of your own. */
module dev.serve.samples.embedded {
    requires dev.serve.api;
    requires static org.jspecify;
}
