package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.Profile;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.TlsConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrecedenceTest {

    /** From the weakest to the strongest; each says a number of its own. */
    private enum Layer {
        BUILDER(101),
        FILE(102),
        PROFILE_FILE(103),
        ENVIRONMENT(104),
        SYSTEM_PROPERTY(105),
        OVERRIDE(106);

        private final int number;

        Layer(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        void speak(Sources sources) {
            String yaml =
                    "listeners: { web: { port: 0, pool: { max-connections: %d } } }"
                            .formatted(number());
            String value = Integer.toString(number());
            switch (this) {
                case BUILDER ->
                        sources.builder(
                                ServerConfig.builder()
                                        .listeners(
                                                Map.of(
                                                        "web",
                                                        ListenerConfig.builder()
                                                                .port(0)
                                                                .pool(
                                                                        pool ->
                                                                                pool.maxConnections(
                                                                                        number()))
                                                                .build()))
                                        .build());
                case FILE -> sources.yaml(yaml);
                case PROFILE_FILE -> sources.profileYaml(yaml);
                case ENVIRONMENT ->
                        sources.environment("SERVE_LISTENERS_WEB_POOL_MAX_CONNECTIONS", value);
                case SYSTEM_PROPERTY ->
                        sources.property("serve.listeners.web.pool.max-connections", value);
                case OVERRIDE -> sources.set("listeners.web.pool.max-connections", value);
            }
        }
    }

    @TempDir Path directory;
    private Sources sources;

    @BeforeEach
    void start() {
        sources = new Sources(directory).yaml("listeners: { web: { port: 0 } }");
    }

    static Stream<Arguments> pairs() {
        List<Arguments> pairs = new ArrayList<>();
        for (Layer weak : Layer.values()) {
            for (Layer strong : Layer.values()) {
                if (weak.compareTo(strong) < 0) {
                    pairs.add(Arguments.of(weak, strong));
                }
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest(name = "{1} over {0}")
    @MethodSource("pairs")
    void aLaterLayerWins(Layer weak, Layer strong) {
        weak.speak(sources);
        strong.speak(sources);
        assertThat(listener("web").pool().maxConnections()).isEqualTo(strong.number());
    }

    @Test
    void theDefaultHoldsWhereNobodySpeaks() {
        assertThat(listener("web").pool().maxConnections()).isEqualTo(1000);
    }

    @Test
    void mapsAreMergedKeyByKey() {
        sources.yaml(
                        """
                        listeners:
                          web: { port: 1, backlog: 5, pool: { max-connections: 7 } }
                        shutdown: { timeout: 1s }
                        """)
                .profileYaml("listeners: { web: { port: 2 }, api: { port: 3 } }")
                .set("listeners.web.trace", "true");
        assertThat(listener("web"))
                .isEqualTo(
                        ListenerConfig.builder()
                                .port(2)
                                .backlog(5)
                                .pool(pool -> pool.maxConnections(7))
                                .trace(true)
                                .build());
        assertThat(config().listeners().keySet()).containsExactly("web", "api");
        assertThat(config().shutdown().timeout()).hasSeconds(1);
    }

    @Test
    void aListTakesThePlaceOfTheWholeListBelow() {
        sources.yaml(
                        """
                        listeners:
                          web:
                            port: 0
                            protocols: [http, sse]
                            routes:
                              - { path: /a, redirect: /b }
                              - { path: /c, redirect: /d }
                        """)
                .profileYaml(
                        """
                        listeners:
                          web:
                            protocols: [http]
                            routes: [{ path: /e, redirect: /f }]
                        """);
        assertThat(listener("web").protocols()).containsExactly("http");
        assertThat(listener("web").routes()).singleElement().extracting("path").isEqualTo("/e");
    }

    @Test
    void anEmptyListEmptiesTheListBelow() {
        sources.yaml("listeners: { web: { port: 0, routes: [{ path: /a, redirect: /b }] } }")
                .profileYaml("listeners: { web: { routes: [] } }");
        assertThat(listener("web").routes()).isEmpty();
    }

    @Test
    void entriesOfAFreeMapAreMerged() {
        sources.yaml("listeners: { web: { port: 0, ext: { a: 1, b: { c: 2 } } } }")
                .set("listeners.web.ext.b.c", "3")
                .set("listeners.web.ext.d", "4");
        assertThat(listener("web").ext())
                .containsOnly(Map.entry("a", "1"), Map.entry("b.c", "3"), Map.entry("d", "4"));
    }

    @Test
    void aPathTakesThePlaceOfAPortBelowAndTheReverse() {
        sources.yaml("listeners: { a: { port: 1 }, b: { path: run/b.sock, mode: 0660 } }")
                .set("listeners.a.path", "run/a.sock")
                .set("listeners.b.port", "2");
        assertThat(listener("a").addressText()).isEqualTo("unix:run/a.sock");
        assertThat(listener("b").addressText()).isEqualTo("127.0.0.1:2");
        assertThat(listener("b").mode()).isNull();
    }

    @Test
    void aPathTakesThePlaceOfABuildersPort() {
        sources.builder(
                        ServerConfig.builder()
                                .listeners(
                                        Map.of(
                                                "a",
                                                ListenerConfig.http(1),
                                                "b",
                                                ListenerConfig.unix("b.sock")))
                                .build())
                .yaml("listeners: { a: { path: run/a.sock }, b: { port: 2 } }");
        assertThat(listener("a").addressText()).isEqualTo("unix:run/a.sock");
        assertThat(listener("b").addressText()).isEqualTo("127.0.0.1:2");
    }

    @Test
    void aStoreTakesThePlaceOfKeyAndCertAndTheReverse() {
        sources.yaml(
                        """
                        listeners:
                          a: { port: 0, tls: { key: k, cert: c } }
                          b: { port: 0, tls: { store: s, passphrase: p } }
                        """)
                .set("listeners.a.tls.store", "s")
                .set("listeners.b.tls.key", "k")
                .set("listeners.b.tls.cert", "c")
                .set("listeners.b.tls.passphrase", "none");
        assertThat(tls("a")).isEqualTo(TlsConfig.builder().store("s").build());
        assertThat(tls("b")).isEqualTo(TlsConfig.builder().key("k").cert("c").build());
    }

    @Test
    void noneTakesAwayAValueASectionOrAListener() {
        sources.builder(
                        ServerConfig.builder()
                                .application("echo")
                                .listeners(
                                        Map.of(
                                                "web",
                                                ListenerConfig.builder()
                                                        .port(0)
                                                        .tls(tls -> tls.key("k").cert("c").ca("ca"))
                                                        .build(),
                                                "old",
                                                ListenerConfig.http(0)))
                                .build())
                .yaml(
                        """
                        application: none
                        listeners:
                          web: { tls: { ca: none } }
                          old: none
                          api: { port: 0, tls: { key: k, cert: c, client-auth: none } }
                        """)
                .profileYaml("listeners: { api: { tls: none } }");
        assertThat(config().application()).isNull();
        assertThat(config().listeners().keySet()).containsExactly("web", "api");
        assertThat(tls("web")).isEqualTo(TlsConfig.builder().key("k").cert("c").build());
        assertThat(listener("api").tls()).isNull();
    }

    @Test
    void aValueBelowMayBeWrongWhereALaterLayerIsRight() {
        sources.yaml("listeners: { web: { port: http } }").set("listeners.web.port", "8080");
        assertThat(listener("web").port()).isEqualTo(8080);
    }

    @Test
    void theProfileFileIsTheOneOfTheProfile() {
        sources.profileYaml("listeners: { web: { backlog: 7 } }");
        assertThat(listener("web").backlog()).isEqualTo(7);
        assertThat(sources.profile(Profile.PRODUCTION).load().config().listeners().get("web"))
                .extracting("backlog")
                .isEqualTo(1024);
    }

    private ServerConfig config() {
        return sources.load().config();
    }

    private ListenerConfig listener(String name) {
        return Objects.requireNonNull(config().listeners().get(name));
    }

    private TlsConfig tls(String name) {
        return Objects.requireNonNull(listener(name).tls());
    }
}
