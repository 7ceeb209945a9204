/** The {@code serve} command. */
module dev.serve.cli {
    requires dev.serve.api;
    requires dev.serve.config;
    requires info.picocli;
    requires io.helidon.common.configurable;
    requires io.helidon.common.pki;
    requires io.helidon.common.mapper;
    requires io.helidon.json;
    requires io.helidon.service.registry;
    requires java.management;
    requires java.net.http;
    requires static org.jspecify;

    opens dev.serve.cli to
            info.picocli;
}
