/** The {@code serve} command. */
module dev.serve.cli {
    requires dev.serve.api;
    requires dev.serve.config;
    requires info.picocli;
    requires java.management;
    requires static org.jspecify;

    opens dev.serve.cli to
            info.picocli;
}
