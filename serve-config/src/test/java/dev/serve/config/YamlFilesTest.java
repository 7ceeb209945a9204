package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.Profile;
import dev.serve.api.config.RespondConfig;
import dev.serve.api.config.RouteConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.ShutdownConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFilesTest {

    @TempDir Path directory;
    private Sources sources;

    @BeforeEach
    void start() {
        sources = new Sources(directory);
    }

    @Test
    void bindTheExampleOfTheDesign() {
        sources.yaml(
                """
                application: echo                     # an Application
                listeners:
                  web:
                    host: 127.0.0.1
                    port: 8080
                    protocols: [http, websocket, sse]
                    tls: { mode: auto, key: server.key, cert: server.crt }
                    pool: { max-connections: 1000 }
                    routes:
                      - { path: "/assets/*", files: public/ }
                      - { path: /old, redirect: /new }
                      - { path: /health, respond: { status: 200, body: ok } }
                  local: { path: run/web.sock, mode: "0660" }
                shutdown: { timeout: 30s, drain-delay: 5s }
                """);
        assertThat(sources.load().config())
                .isEqualTo(
                        ServerConfig.builder()
                                .application("echo")
                                .listeners(
                                        Map.of(
                                                "web",
                                                ListenerConfig.builder()
                                                        .port(8080)
                                                        .protocols(
                                                                List.of("http", "websocket", "sse"))
                                                        .tls(
                                                                tls ->
                                                                        tls.key("server.key")
                                                                                .cert("server.crt"))
                                                        .routes(
                                                                List.of(
                                                                        RouteConfig.builder()
                                                                                .path("/assets/*")
                                                                                .files("public/")
                                                                                .build(),
                                                                        RouteConfig.builder()
                                                                                .path("/old")
                                                                                .redirect("/new")
                                                                                .build(),
                                                                        RouteConfig.builder()
                                                                                .path("/health")
                                                                                .respond(
                                                                                        RespondConfig
                                                                                                .builder()
                                                                                                .body(
                                                                                                        "ok")
                                                                                                .build())
                                                                                .build()))
                                                        .build(),
                                                "local",
                                                ListenerConfig.builder()
                                                        .path("run/web.sock")
                                                        .mode("0660")
                                                        .build()))
                                .shutdown(
                                        ShutdownConfig.builder()
                                                .drainDelay(Duration.ofSeconds(5))
                                                .build())
                                .build());
    }

    @Test
    void keepTextsAsTheyAreWritten() {
        sources.yaml(
                """
                listeners:
                  web: { path: a.sock, mode: 0660, ext: { n: 007, yes: yes, d: 2026-11-21, f: 1.50, "q": "a: b" } }
                """);
        ListenerConfig web = web();
        assertThat(web.mode()).isEqualTo("0660");
        assertThat(web.ext())
                .containsOnly(
                        Map.entry("n", "007"),
                        Map.entry("yes", "yes"),
                        Map.entry("d", "2026-11-21"),
                        Map.entry("f", "1.50"),
                        Map.entry("q", "a: b"));
    }

    @Test
    void mayHoldPemText() {
        sources.yaml(
                """
                listeners:
                  web:
                    port: 0
                    tls:
                      cert: server.crt
                      key: |
                        -----BEGIN PRIVATE KEY-----
                        MC4CAQAw
                        -----END PRIVATE KEY-----
                """);
        assertThat(Objects.requireNonNull(web().tls()).key())
                .isEqualTo("-----BEGIN PRIVATE KEY-----\nMC4CAQAw\n-----END PRIVATE KEY-----\n");
    }

    @Test
    void mayNameAnchorsAndMergeThem() {
        sources.yaml(
                """
                listeners:
                  web: &web { port: 0, backlog: 7, tls: &tls { key: k, cert: c } }
                  api: { <<: *web, port: 1 }
                  rpc: { port: 2, tls: { <<: [*tls], cert: d } }
                """);
        Map<String, ListenerConfig> listeners = sources.load().config().listeners();
        assertThat(listeners.get("api"))
                .isEqualTo(
                        ListenerConfig.builder()
                                .port(1)
                                .backlog(7)
                                .tls(tls -> tls.key("k").cert("c"))
                                .build());
        assertThat(listeners.get("rpc"))
                .isEqualTo(
                        ListenerConfig.builder()
                                .port(2)
                                .tls(tls -> tls.key("k").cert("d"))
                                .build());
    }

    @Test
    void mayWriteAListAsText() {
        sources.yaml("listeners: { web: { port: 0, protocols: 'http, sse' } }");
        assertThat(web().protocols()).containsExactly("http", "sse");
    }

    @Test
    void mayBeginWithAByteOrderMark() {
        sources.yaml("\uFEFFlisteners: { web: { port: x } }");
        assertThat(sources.problems()).startsWith("serve.yaml:1:27: listeners.web.port: \"x\"");
    }

    @Nested
    class ThatCannotBeRead {

        @Test
        void areMissing() {
            sources.file(directory.resolve("serve.yaml"));
            assertThat(sources.problems())
                    .isEqualTo("serve.yaml: no such file (expected: a YAML file)");
        }

        @Test
        void areDirectories() {
            sources.file(directory);
            assertThat(sources.problems())
                    .isEqualTo(directory + ": a directory (expected: a YAML file)");
        }

        @Test
        void areTooLarge() {
            sources.yaml("#".repeat(FileText.MAX_BYTES + 1));
            assertThat(sources.problems())
                    .isEqualTo("serve.yaml: more than 1 MiB (expected: a configuration file)");
        }

        @Test
        void areNoText() throws IOException {
            Path file = directory.resolve("serve.yaml");
            Files.write(file, "listeners: \u00e4".getBytes(StandardCharsets.ISO_8859_1));
            sources.file(file);
            assertThat(sources.problems())
                    .isEqualTo("serve.yaml: not UTF-8 text (expected: a YAML file in UTF-8)");
        }

        @Test
        void areNotYaml() {
            sources.yaml("listeners:\n  web: { port: 0\n");
            assertThat(sources.problems())
                    .isEqualTo(
                            "serve.yaml:3:1: not YAML: while parsing a flow mapping, expected ',' or '}', but got <stream end>");
        }

        @Test
        void areIndentedByTabs() {
            sources.yaml("listeners:\n\tweb: { port: 0 }\n");
            assertThat(sources.problems())
                    .startsWith("serve.yaml:2:1: not YAML: ")
                    .contains("Do not use \\t(TAB) for indentation");
        }

        @Test
        void haveCharactersThatYamlForbids() {
            sources.yaml("listeners:\n  a\u0007b: 1\n");
            assertThat(sources.problems())
                    .isEqualTo("serve.yaml:2:4: the character U+0007, which YAML does not allow");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\n\n", "# nothing here yet\n"})
        void areEmpty(String text) {
            sources.yaml(text);
            assertThat(sources.problems())
                    .isEqualTo("serve.yaml:1:1: an empty file (expected: listeners)");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {"[1, 2] | a list", "8080 | a value", "~ | nothing"})
        void areNoMap(String text, String kind) {
            sources.yaml(text);
            assertThat(sources.problems())
                    .isEqualTo(
                            "serve.yaml:1:1: "
                                    + kind
                                    + " at the top of the file (expected: a map of keys, such as listeners)");
        }

        @Test
        void haveTwoDocuments() {
            sources.yaml("listeners: { web: { port: 0 } }\n---\nshutdown: {}\n");
            assertThat(sources.problems())
                    .isEqualTo(
                            "serve.yaml:3:1: a second document (expected: one YAML document in a file)");
        }

        @Test
        void nestWithoutEnd() {
            sources.yaml("a: " + "[".repeat(2_000));
            assertThat(sources.problems()).startsWith("serve.yaml").contains("not YAML");
        }

        @Test
        void nameThemselves() {
            sources.yaml("listeners: &all\n  web: *all\n");
            assertThat(sources.problems())
                    .isEqualTo("serve.yaml:1:12: an alias inside what it names (expected: an end)");
        }

        @Test
        void nameBillionsOfValues() {
            StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
            for (int i = 1; i < 25; i++) {
                bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
            }
            sources.yaml(bomb.toString());
            assertThat(sources.problems()).contains("more than 50000 values");
        }

        @Test
        void areBothReportedIfTheProfileFileIsBrokenToo() {
            sources.profile(Profile.PRODUCTION).yaml("a: [").profileYaml("b: ]");
            assertThat(sources.problems().lines())
                    .hasSize(2)
                    .anyMatch(line -> line.startsWith("serve-production.yaml:1:4: not YAML"))
                    .anyMatch(line -> line.startsWith("serve.yaml:1:5: not YAML"));
        }
    }

    @Nested
    class ThatSayWhatMakesNoSense {

        @Test
        void haveTagsAndKeysThatAreNoWords() {
            sources.yaml(
                    """
                    listeners:
                      web: { port: !port 0, ? [a, b] : c }
                      <<: none
                    """);
            assertThat(sources.problems())
                    .isEqualTo(
                            """
                            serve.yaml:2:16: the tag !port (expected: no tag, or !secret before a value)
                            serve.yaml:2:27: a list as a key (expected: a word)
                            serve.yaml:3:7: a value behind << (expected: an alias of a map)""");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ~", " null"})
        void leaveAValueOut(String nothing) {
            sources.yaml("listeners:\n  web:\n    port: 0\n    tls:%s\n".formatted(nothing));
            assertThat(sources.problems())
                    .endsWith(
                            ": listeners.web.tls: no value (expected: a map of keys such as mode, or none)");
        }

        @Test
        void leaveValuesOut() {
            sources.yaml(
                    """
                    application:
                    listeners:
                      web: { port: ~, protocols: [http, ""], ext: { a: }, pool: }
                      api:
                    """);
            assertThat(sources.problems())
                    .isEqualTo(
                            """
                            serve.yaml:1:13: application: no value (expected: text)
                            serve.yaml:3:16: listeners.web.port: no value (expected: an integer from 0 to 65535)
                            serve.yaml:3:37: listeners.web.protocols: no value (expected: a list of text values that is not empty and names none twice)
                            serve.yaml:3:51: listeners.web.ext.a: no value (expected: text)
                            serve.yaml:3:60: listeners.web.pool: no value (expected: a map of keys such as max-connections)
                            serve.yaml:4:7: listeners.api: no value (expected: a map of keys such as host, or none)""");
        }

        @Test
        void haveAnItemWithAComma() {
            sources.yaml("listeners: { web: { port: 0, protocols: ['http,sse'] } }");
            assertThat(sources.problems())
                    .isEqualTo(
                            "serve.yaml:1:42: listeners.web.protocols: \"http,sse\" (expected: an item without a comma)");
        }

        @Test
        void haveNoListener() {
            sources.yaml("shutdown: {}");
            assertThat(sources.problems())
                    .isEqualTo(
                            "serve.yaml:1:1: listeners: none (expected: at least one, such as web: { port: 8080 })");
        }

        @Test
        void emptyTheListeners() {
            sources.yaml("listeners: {}");
            assertThat(sources.problems()).contains("listeners: none (expected: at least one");
        }
    }

    @Test
    void neverShowASecretInAProblem() {
        sources.yaml(
                """
                listeners:
                  web:
                    port: "-----BEGIN PRIVATE KEY----- MC4C"
                    tls: { passphrase: [hunter2], key: "  ", cert: "-----BEGIN X MC4C", mode: "-----BEGIN MC4C" }
                """);
        assertThat(sources.problems())
                .contains("\"(inline PEM)\"")
                .doesNotContain("MC4C")
                .doesNotContain("hunter2");
    }

    @Test
    void showLongAndStrangeValuesShort() {
        sources.yaml("listeners: { web: { port: \"a\\n\\e" + "x".repeat(500) + "\" } }");
        assertThat(sources.problems())
                .contains("\"a\\n\\u001bxxx")
                .contains("…\" (expected: an integer")
                .hasSizeLessThan(250);
    }

    private ListenerConfig web() {
        return Objects.requireNonNull(sources.load().config().listeners().get("web"));
    }
}
