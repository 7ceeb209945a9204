package dev.serve.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.RespondConfig;
import dev.serve.api.config.RouteConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.ShutdownConfig;
import dev.serve.api.config.TlsConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A part of a configuration over another, as a JSON merge patch (RFC 7396) is. */
class ConfigPatchTest {

    private static final ServerConfig BEFORE =
            ServerConfig.builder()
                    .application("echo")
                    .listeners(listeners())
                    .shutdown(ShutdownConfig.builder().timeout(Duration.ofSeconds(9)).build())
                    .build();

    private static Map<String, ListenerConfig> listeners() {
        Map<String, ListenerConfig> listeners = new LinkedHashMap<>();
        listeners.put(
                "web",
                ListenerConfig.builder()
                        .port(8443)
                        .backlog(7)
                        .tls(
                                TlsConfig.builder()
                                        .key("-----BEGIN PRIVATE KEY----- secret")
                                        .cert("c")
                                        .build())
                        .routes(
                                List.of(
                                        RouteConfig.builder()
                                                .path("/")
                                                .respond(RespondConfig.builder().build())
                                                .build()))
                        .ext(Map.of("team", "blue", "db.user", "ada", "db.password", "p", "e", ""))
                        .build());
        listeners.put("admin", ListenerConfig.http(9900));
        return listeners;
    }

    private static ServerConfig patched(Map<String, ?> part) {
        return ConfigPatch.apply(BEFORE, part);
    }

    private static ListenerConfig web(Map<String, ?> part) {
        return requireNonNull(
                patched(Map.of("listeners", Map.of("web", part))).listeners().get("web"));
    }

    /** {@link Map#of} takes no null. */
    private static Map<String, @Nullable Object> without(String... keys) {
        Map<String, @Nullable Object> map = new HashMap<>();
        Arrays.asList(keys).forEach(key -> map.put(key, null));
        return map;
    }

    @Test
    void ofNothingChangesNothing() {
        assertThat(patched(Map.of())).isEqualTo(BEFORE);
        assertThat(patched(Map.of("listeners", Map.of("web", Map.of("pool", Map.of())))))
                .isEqualTo(BEFORE);
    }

    @Test
    void mergesMapsKeyByKey() {
        ListenerConfig after = web(Map.of("pool", Map.of("max-connections", 5)));
        assertThat(after.pool().maxConnections()).isEqualTo(5);
        assertThat(
                        after.toBuilder()
                                .pool(requireNonNull(BEFORE.listeners().get("web")).pool())
                                .build())
                .isEqualTo(BEFORE.listeners().get("web"));
    }

    @Test
    void takesTextsNumbersAndBooleansAsJsonHasThem() {
        ListenerConfig after =
                web(Map.of("port", 1, "trace", true, "drain-timeout", "3s", "ext", Map.of("n", 1)));
        assertThat(after.port()).isEqualTo(1);
        assertThat(after.trace()).isTrue();
        assertThat(after.drainTimeout()).hasSeconds(3);
        assertThat(after.ext()).containsEntry("n", "1").containsEntry("team", "blue");
    }

    @Test
    void replacesListsWhole() {
        ListenerConfig after =
                web(
                        Map.of(
                                "protocols",
                                List.of("http", "sse"),
                                "routes",
                                List.of(Map.of("path", "/old", "redirect", "/new"))));
        assertThat(after.protocols()).containsExactly("http", "sse");
        assertThat(after.routes()).extracting(RouteConfig::path).containsExactly("/old");
    }

    @Test
    void takesAwayByNull() {
        assertThat(web(without("tls")).tls()).isNull();
        assertThat(web(without("backlog")).backlog()).isEqualTo(1_024);
        assertThat(web(without("routes")).routes()).isEmpty();
        assertThat(web(without("ext")).ext()).isEmpty();
        assertThat(web(Map.of("ext", without("team", "db"))).ext()).containsOnlyKeys("e");
        assertThat(patched(without("shutdown")).shutdown())
                .isEqualTo(ShutdownConfig.builder().build());
        assertThat(patched(without("application")).application()).isNull();
        assertThat(patched(Map.of("listeners", without("admin"))).listeners())
                .containsOnlyKeys("web");
    }

    @Test
    void takesThePlaceOfAPortByAPath() {
        ListenerConfig after = web(Map.of("path", "run/web.sock"));
        assertThat(after.port()).isNull();
        assertThat(after.path()).isEqualTo("run/web.sock");
    }

    @Test
    void addsListeners() {
        assertThat(patched(Map.of("listeners", Map.of("new", Map.of("port", 0)))).listeners())
                .containsOnlyKeys("web", "admin", "new");
    }

    @Test
    void isRefusedWithEverythingThatIsWrong() {
        assertThatThrownBy(
                        () -> web(Map.of("prot", 1, "backlog", 0, "protocols", List.of(List.of()))))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refused ->
                                assertThat(refused.problems())
                                        .extracting(Object::toString)
                                        .containsExactlyInAnyOrder(
                                                "update: listeners.web.prot: unknown key (did you mean port?)",
                                                "update: listeners.web.backlog: \"0\" (expected: an integer from 1 to 65535)",
                                                "update: listeners.web.protocols: a list (expected: a list of text values that is not empty and names none twice)"));
    }

    @Test
    void isRefusedWhereListenersWouldClash() {
        assertThatThrownBy(
                        () -> patched(Map.of("listeners", Map.of("admin", Map.of("port", 8443)))))
                .hasMessageContaining("update: listeners.admin.port")
                .hasMessageContaining("listeners.web.port has 127.0.0.1:8443");
        assertThatThrownBy(() -> patched(without("listeners")))
                .hasMessageContaining("listeners: none (expected: at least one");
        assertThatThrownBy(() -> web(without("port"))).hasMessageContaining("port: none");
    }

    @Test
    void keepsSecretsToItself() {
        assertThatThrownBy(
                        () ->
                                web(
                                        Map.of(
                                                "tls",
                                                Map.of(
                                                        "passphrase",
                                                        List.of("hunter2"),
                                                        "store",
                                                        "s"))))
                .hasMessageContaining("listeners.web.tls")
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("PRIVATE KEY");
    }

    @Test
    void theMaskOfASecretIsRefusedWhereverItStands() {
        assertThatThrownBy(
                        () ->
                                patched(
                                        Map.of(
                                                "listeners",
                                                Map.of("web", Map.of("ext", Map.of("x", "***"))))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("listeners.web.ext.x: \"***\" (expected: the secret itself");
    }
}
