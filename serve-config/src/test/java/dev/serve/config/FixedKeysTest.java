package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ServerConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixedKeysTest {

    private static final ServerConfig BUILDER =
            ServerConfig.builder()
                    .listeners(
                            Map.of(
                                    "web",
                                    ListenerConfig.builder()
                                            .port(8080)
                                            .backlog(5)
                                            .tls(tls -> tls.key("k").cert("c"))
                                            .build()))
                    .build();

    @TempDir Path directory;
    private Sources sources;

    @BeforeEach
    void start() {
        sources = new Sources(directory);
    }

    @Test
    void keepTheBuildersValueWhateverTheLayersSay() {
        sources.builder(BUILDER, "listeners.web.port", "listeners.web.backlog")
                .yaml("listeners: { web: { port: 1, backlog: 6, trace: true } }")
                .environment("SERVE_LISTENERS_WEB_PORT", "2")
                .property("serve.listeners.web.port", "3")
                .set("listeners.web.port", "4");
        assertThat(web().port()).isEqualTo(8080);
        assertThat(web().backlog()).isEqualTo(5);
        assertThat(web().trace()).isTrue();
    }

    @Test
    void warnOfWhatTheyShutOut() {
        sources.builder(BUILDER, "listeners.web.port", "listeners.web.tls")
                .yaml("listeners: { web: { port: 1, tls: { key: x } } }")
                .set("listeners.web.port", "4");
        assertThat(sources.warnings())
                .isEqualTo(
                        """
                        --set: listeners.web.port: ignored, as the builder has fixed listeners.web.port
                        serve.yaml:1:27: listeners.web.port: ignored, as the builder has fixed listeners.web.port
                        serve.yaml:1:35: listeners.web.tls: ignored, as the builder has fixed listeners.web.tls""");
    }

    @Test
    void mayBeWholeSections() {
        sources.builder(BUILDER, "listeners.web.tls")
                .yaml("listeners: { web: { port: 1, tls: none } }");
        assertThat(web().port()).isEqualTo(1);
        assertThat(web().tls()).isNotNull();
    }

    @Test
    void shutOutWhatWouldTakeTheirPlace() {
        sources.builder(BUILDER, "listeners.web.port", "listeners.web.tls.key")
                .yaml("listeners: { web: { path: a.sock, tls: { store: s } } }");
        assertThat(web().addressText()).isEqualTo("127.0.0.1:8080");
        assertThat(Objects.requireNonNull(web().tls()).store()).isNull();
        assertThat(sources.warnings())
                .isEqualTo(
                        """
                        serve.yaml:1:27: listeners.web.path: ignored, as the builder has fixed listeners.web.port
                        serve.yaml:1:49: listeners.web.tls.store: ignored, as the builder has fixed listeners.web.tls.key""");
    }

    @Test
    void mustBeKeys() {
        sources.builder(BUILDER, "listeners.web.prot", "port");
        assertThat(sources.problems())
                .contains(
                        "builder: fixed: \"listeners.web.prot\" (expected: a key such as listeners.web.port)")
                .contains("builder: fixed: \"port\" (expected: a key such as listeners.web.port)");
    }

    private ListenerConfig web() {
        return Objects.requireNonNull(sources.load().config().listeners().get("web"));
    }
}
