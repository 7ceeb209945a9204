/** The {@code serve} command. */
module dev.serve.cli {
    requires dev.serve.server;
    requires dev.serve.config;
    requires info.picocli;
    requires static org.jspecify;
}
