package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.Cidr;
import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.RespondConfig;
import dev.serve.api.config.RouteConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.ShutdownStep;
import dev.serve.api.config.SniConfig;
import dev.serve.api.config.WaitPriority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read back as the same. */
class ConfigTextTest {

    @TempDir private Path directory;

    private void comesBack(ServerConfig config) throws IOException {
        for (String name : List.of("a.json", "a.yaml")) {
            Path file = Files.writeString(directory.resolve(name), ConfigText.of(config));
            ConfigInput input = new ConfigInput(file, null, Map.of(), false);
            assertThat(ConfigLoader.load(input, ServerConfig.builder().build(), Set.of()).config())
                    .isEqualTo(config);
        }
    }

    @Test
    void theDefaultsAre() throws IOException {
        comesBack(ServerConfig.builder().listener("web", web -> web.port(8080)).build());
    }

    @Test
    void valuesOfEveryKindAre() throws IOException {
        comesBack(
                ServerConfig.builder()
                        .application("echo")
                        .listener(
                                "web",
                                web ->
                                        web.port(8443)
                                                .protocols(List.of("http", "websocket"))
                                                .trustedProxies(List.of(Cidr.parse("10.0.0.0/8")))
                                                .drainTimeout(Duration.ofMillis(1_500))
                                                .pool(
                                                        pool ->
                                                                pool.maxConnections(7)
                                                                        .maxRequests(9)
                                                                        .waitQueue(3)
                                                                        .waitPriority(
                                                                                Map.of(
                                                                                        Cidr.parse(
                                                                                                "::1/128"),
                                                                                        WaitPriority
                                                                                                .HIGH)))
                                                .tls(
                                                        tls ->
                                                                tls.key(
                                                                                "-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----\n")
                                                                        .cert("a\"b\\c.crt")
                                                                        .passphrase("${PORT} é")
                                                                        .sni(
                                                                                List.of(
                                                                                        SniConfig
                                                                                                .builder()
                                                                                                .names(
                                                                                                        List
                                                                                                                .of(
                                                                                                                        "*.example.com"))
                                                                                                .store(
                                                                                                        "a.p12")
                                                                                                .build())))
                                                .routes(
                                                        List.of(
                                                                RouteConfig.builder()
                                                                        .path("/a/*")
                                                                        .respond(
                                                                                RespondConfig
                                                                                        .builder()
                                                                                        .body(
                                                                                                "one\ntwo")
                                                                                        .build())
                                                                        .build(),
                                                                RouteConfig.builder()
                                                                        .path("/b")
                                                                        .redirect("/c")
                                                                        .build()))
                                                .ext(Map.of("name", "value, with a comma")))
                        .listener("local", local -> local.path("run/a.sock").mode("0660"))
                        .shutdown(
                                shutdown ->
                                        shutdown.timeout(Duration.ZERO)
                                                .skipSteps(List.of(ShutdownStep.WAIT)))
                        .build());
    }
}
