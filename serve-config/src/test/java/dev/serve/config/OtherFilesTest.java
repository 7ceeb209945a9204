package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.Profile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in JSON and in the form of Java's properties hold the same configuration. */
class OtherFilesTest {

    private static final String YAML =
            """
            application: echo
            listeners:
              web:
                port: 8080
                protocols: [http, sse]
                tls: { key: server.key, cert: server.crt, sni: [{ names: [a.example, b.example], key: a.key, cert: a.crt }] }
                routes:
                  - { path: /old, redirect: /new, status: 301 }
                  - { path: /health, respond: { status: 200, body: "all\\twell é" } }
                ext: { team: blue, "0": zero }
            shutdown: { timeout: 3s }
            """;

    private static final String JSON =
            """
            {
            \t"application": "echo",
            \t"listeners": {
            \t\t"web": {
            \t\t\t"port":8080,
            \t\t\t"protocols":["http","sse"],
            \t\t\t"tls": {"key":"server.key","cert":"server.crt","sni":[{"names":["a.example","b.example"],"key":"a.key","cert":"a.crt"}]},
            \t\t\t"routes": [
            \t\t\t\t{"path": "\\/old", "redirect": "/new", "status": 301},
            \t\t\t\t{"path": "/health", "respond": {"status": 200, "body": "all\\twell \\u00e9"}}
            \t\t\t],
            \t\t\t"ext": {"team": "blue", "0": "zero"}
            \t\t}
            \t},
            \t"shutdown": {"timeout": "3s"}
            }
            """;

    private static final String PROPERTIES =
            """
            # The same again.
            application=echo
            listeners.web.port : 8080
            listeners.web.protocols http, \\
                sse
            listeners.web.tls.key = server.key
            listeners.web.tls.cert = server.crt
            listeners.web.tls.sni.0.names = a.example, b.example
            listeners.web.tls.sni.0.key = a.key
            listeners.web.tls.sni.0.cert = a.crt
            listeners.web.routes.1.path = /health
            listeners.web.routes.1.respond.status = 200
            listeners.web.routes.1.respond.body = all\\twell \\u00e9
            listeners.web.routes.0.path = /old
            listeners.web.routes.0.redirect = /new
            listeners.web.routes.0.status = 301
            ! Names of the user's own choice stay names.
            listeners.web.ext.team = blue
            listeners.web.ext.0 = zero
            shutdown.timeout = 3s
            """;

    @TempDir private Path directory;
    private Sources sources;

    @BeforeEach
    void start() {
        sources = new Sources(directory);
    }

    @Test
    void jsonSaysTheSame() {
        assertThat(sources.file("serve.json", JSON).load().config())
                .isEqualTo(sources.yaml(YAML).load().config());
    }

    @Test
    void propertiesSayTheSame() {
        assertThat(sources.file("serve.properties", PROPERTIES).load().config())
                .isEqualTo(sources.yaml(YAML).load().config());
    }

    @Test
    void theFileOfTheProfileIsOfTheSameKind() {
        sources.profile(Profile.PRODUCTION).file("serve.json", JSON);
        sources.write("serve-production.json", "{\"shutdown\":{\"timeout\":\"7s\"}}");
        ConfigSnapshot snapshot = sources.load();
        assertThat(snapshot.config().shutdown().timeout()).hasSeconds(7);
        assertThat(snapshot.origin("shutdown.timeout").toString())
                .endsWith("serve-production.json:1:24");
    }

    @Test
    void problemsOfJsonHaveTheirPlaces() {
        assertThat(
                        sources.file(
                                        "serve.json",
                                        "{\"listeners\": {\n\t\"web\": {\"prot\": 1,\n\t\t\"port\": null}}}")
                                .problems())
                .isEqualTo(
                        """
                        serve.json:2:10: listeners.web.prot: unknown key (did you mean port?)
                        serve.json:3:11: listeners.web.port: no value (expected: an integer from 0 to 65535)""");
        assertThat(sources.file("serve.json", "{\"listeners\": {").problems())
                .startsWith("serve.json:1:16: not JSON: ");
        assertThat(sources.file("serve.json", "").problems())
                .isEqualTo("serve.json:1:1: an empty file (expected: listeners)");
    }

    @Test
    void problemsOfPropertiesHaveTheirPlaces() {
        assertThat(
                        sources.file(
                                        "serve.properties",
                                        """
                                        listeners.web.port = http
                                          listeners.web.hots=a
                                        listeners.web.port = 1
                                        listeners.web.port.low = 1
                                        listeners..port = 1
                                        listeners.web.host = \\u00zz
                                        listeners.web.routes.0.path = /a
                                        listeners.web.routes.2.path = /b
                                        """)
                                .problems()
                                .lines())
                .containsExactlyInAnyOrder(
                        "serve.properties:1:22: listeners.web.port: \"http\" (expected: an integer from 0 to 65535)",
                        "serve.properties:2:3: listeners.web.hots: unknown key (did you mean host?)",
                        "serve.properties:3:1: the key listeners.web.port a second time (expected: once; the first is at serve.properties:1:1)",
                        "serve.properties:4:1: the key listeners.web.port.low has a value and keys below it (expected: one of both)",
                        "serve.properties:5:1: \"listeners..port\" (expected: a key such as listeners.web.port)",
                        "serve.properties:6:1: a broken \\u (expected: four hexadecimal digits)",
                        "serve.properties:7:1: listeners.web.routes: a map (expected: a list of routes)");
    }

    @Test
    void aPropertyWithoutAValueIsOneThatIsEmpty() {
        assertThat(
                        sources.file("serve.properties", "listeners.web.port\nlisteners.web.host=")
                                .problems())
                .contains("serve.properties:1:19: listeners.web.port: no value");
    }

    @Test
    void aFileThatIsNotThereIsSaidToBeOfItsKind() {
        assertThat(sources.file(directory.resolve("no.properties")).problems())
                .isEqualTo("no.properties: no such file (expected: a properties file)");
        assertThat(sources.file(directory.resolve("no.json")).problems())
                .isEqualTo("no.json: no such file (expected: a JSON file)");
    }
}
