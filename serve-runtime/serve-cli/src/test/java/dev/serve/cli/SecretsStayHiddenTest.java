package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.serve.api.Server;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.ConfigDump;
import dev.serve.config.ConfigLoader;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.LogCapture;
import dev.serve.testing.RawClient;
import dev.serve.testing.TestHttpClient;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Secrets are planted in the configuration and in requests, and looked for in all that the server
 * lets out: logs at every level, the access log, the slow log, dumps, plans, answers of the admin
 * API, answers that say what is wrong, and a flight recording.
 */
@ExpectLog("Internal server error")
@ExpectLog("the handler")
class SecretsStayHiddenTest {

    private static final String OPERATOR = "planted-operator-literal";
    private static final String VIEWER = "planted-viewer-of-a-file";
    private static final String JWT =
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.cGxhbnRlZC1zaWduYXR1cmU";

    /** A variable that is there anyhow; what it holds stands for a secret. */
    private static final String VARIABLE = "PATH";

    @TempDir private Path directory;
    private final Map<String, String> let = new LinkedHashMap<>();

    private Path file() throws IOException {
        Path viewer = Files.writeString(directory.resolve("viewer"), VIEWER);
        return Files.writeString(
                directory.resolve("serve.yaml"),
                """
                listeners:
                  web:
                    port: 0
                    trace: true
                    ext:
                      db: { password: planted-of-ext }
                      api-key: planted-key-of-ext
                      tagged: !secret planted-tagged
                      of-env: { env: %s }
                      url: "postgres://app:planted-in-url@db/orders"
                  admin: { port: 0, protocols: [http, sse] }
                admin: { listener: admin, operator-token: %s, viewer-token: { file: %s } }
                observe:
                  listeners: [admin]
                  access-log: { enabled: true, json: true, path: %s }
                  slow: { http: 1ms }
                  metrics: { otlp-endpoint: "http://u:planted-otlp@127.0.0.1:1/v1/metrics" }
                  tracing: { enabled: true, endpoint: "http://u:planted-endpoint@127.0.0.1:1/v1/traces" }
                log: { levels: { root: TRACE } }
                """
                        .formatted(VARIABLE, OPERATOR, viewer, directory.resolve("access.log")));
    }

    @Test
    @ExpectLog("spans could not be sent")
    @ExpectLog("meters could not be sent")
    void whateverIsLetOut(LogCapture log) throws Exception {
        log.level("", Level.TRACE);
        Logger libraries = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        libraries.addAppender(said);
        try {
            serve(log);
        } finally {
            libraries.detachAppender(said);
        }
        let.put(
                "log of libraries",
                said.list.stream()
                        .map(ILoggingEvent::getFormattedMessage)
                        .collect(Collectors.joining("\n")));

        assertThat(let.get("access log")).contains("\"path\":\"/slow\"", "REDACTED");
        assertThat(let.get("log")).contains("slower than 1 ms");
        assertThat(let.get("flight recording")).contains("jdk.");
        assertThat(let.get("log of libraries")).contains("127.0.0.1:1/v1/metrics");
        let.forEach((where, text) -> assertHidden(where, text));
    }

    private void serve(LogCapture log) throws Exception {
        Path file = file();
        ConfigInput input = new ConfigInput(file, null, Map.of(), true);
        let.put(
                "dump",
                String.join(
                        "\n",
                        ConfigDump.lines(
                                ConfigLoader.load(
                                        input, ServerConfig.builder().build(), Set.of()))));
        try (Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
            // What the JVM was started with is the operator's own to show.
            recording.disable("jdk.InitialEnvironmentVariable");
            recording.disable("jdk.InitialSystemProperty");
            recording.disable("jdk.JVMInformation");
            recording.disable("jdk.SystemProcess");
            recording.start();
            try (Server server =
                    Server.builder()
                            .config(input)
                            .listener(
                                    "web",
                                    web ->
                                            web.port(0)
                                                    .routing(
                                                            routes ->
                                                                    routes.get(
                                                                                    "/slow",
                                                                                    (_, res) ->
                                                                                            slow(
                                                                                                    res))
                                                                            .get(
                                                                                    "/failing",
                                                                                    (_, _) -> {
                                                                                        throw new IllegalStateException(
                                                                                                "told to");
                                                                                    })))
                            .build()
                            .start()) {
                let.put("configuration as text", server.config().toString());
                use(server);
                administrate(server);
                change(server);
            }
            recording.stop();
            Path flight = directory.resolve("flight.jfr");
            recording.dump(flight);
            StringBuilder events = new StringBuilder();
            RecordingFile.readAllEvents(flight).forEach(event -> events.append(event).append('\n'));
            let.put("flight recording", events.toString());
        }
        let.put("access log", Files.readString(directory.resolve("access.log")));
        StringBuilder lines = new StringBuilder();
        log.entries().forEach(entry -> lines.append(entry).append('\n'));
        let.put("log", lines.toString());
    }

    private static void slow(ServerResponse response) {
        long until = System.nanoTime() + Duration.ofMillis(2).toNanos();
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        response.header(HeaderNames.SET_COOKIE, "session=planted-set-cookie").send("done");
    }

    /** Requests that carry secrets, good ones and broken ones. */
    private void use(Server server) {
        int port = server.port("web");
        try (TestHttpClient client = TestHttpClient.of(URI.create("http://127.0.0.1:" + port))) {
            for (String path : List.of("/slow", "/failing", "/nowhere")) {
                let.put(
                        "answer of " + path,
                        client.get(
                                        path
                                                + "?access_token=planted-query&api_key=planted-query2&jwt-token="
                                                + JWT,
                                        "Authorization",
                                        "Bearer " + JWT,
                                        "Cookie",
                                        "session=planted-cookie",
                                        "X-Api-Key",
                                        "planted-header")
                                .body());
            }
        }
        List<String> broken = new ArrayList<>();
        broken.add(
                "GET http://u:planted-userinfo@h/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        broken.add("GET / HTTP/1.1\r\nHost: h\r\nAuthorization : Bearer planted-broken\r\n\r\n");
        broken.add("GET / HTTP/1.1\r\nHost: h\r\nCookie: a=planted-broken\u0001\r\n\r\n");
        broken.add("GET /?token=planted-broken HTTP/9.9\r\nHost: h\r\n\r\n");
        broken.add("GET / HTTP/1.1\r\nHost: h\r\nX-Api-Key: planted-broken" + "x".repeat(40_000));
        broken.add("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: planted-broken\r\n\r\n");
        for (int i = 0; i < broken.size(); i++) {
            try (RawClient client = RawClient.tcp(port)) {
                client.send(broken.get(i));
                let.put("answer of broken request " + i, client.readToEnd());
            }
        }
    }

    private void administrate(Server server) {
        try (TestHttpClient client =
                TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port("admin")))) {
            String[] known = {"Authorization", "Bearer " + OPERATOR};
            String[] json = {
                "Authorization", "Bearer " + OPERATOR, "Content-Type", "application/json"
            };
            for (String path :
                    List.of(
                            "config",
                            "config/versions",
                            "config/versions/1",
                            "state",
                            "audit",
                            "connections",
                            "threads",
                            "routes",
                            "openapi.json",
                            "health")) {
                let.put("admin " + path, client.get("/api/v1/" + path, known).body());
            }
            let.put(
                    "admin refusal",
                    client.get("/api/v1/config", "Authorization", "Bearer planted-stranger")
                            .body());
            for (String body :
                    List.of(
                            "{\"admin\":{\"operator-token\":\"planted-short\"}}",
                            "{\"admin\":{\"operator-token\":\"planted-next-operator\"}}",
                            "{\"listeners\":{\"web\":{\"ext\":{\"db.password\":\"planted-next-ext\"}}}}",
                            "{\"observe\":{\"tracing\":{\"endpoint\":\"ftp://u:planted-bad-endpoint@h\"}}}")) {
                let.put(
                        "admin plan " + let.size(),
                        client.send(
                                        "POST",
                                        "/api/v1/config/plan",
                                        BodyPublishers.ofString(body),
                                        json)
                                .body());
            }
        }
    }

    /** By code, and what it says when it cannot. */
    private void change(Server server) {
        let.put(
                "change",
                server.updateConfig(Map.of("admin", Map.of("viewer-token", "planted-other-viewer")))
                        .toString());
        ConfigException refused =
                catchThrowableOfType(
                        ConfigException.class,
                        () ->
                                server.updateConfig(
                                        Map.of("admin", Map.of("viewer-token", "planted-low"))));
        let.put("refused change", refused.toString());
        let.put("rollback", server.rollback(1).toString());
        let.put("history", server.history().toString());
        await().until(() -> Files.size(directory.resolve("access.log")) > 0);
    }

    private static void assertHidden(String where, String text) {
        assertThat(text).as(where).doesNotContain(JWT);
        int at = text.indexOf("planted");
        assertThat(
                        at < 0
                                ? ""
                                : text.substring(
                                        Math.max(0, at - 120), Math.min(text.length(), at + 60)))
                .as(where)
                .isEmpty();
        assertThat(text.contains(System.getenv(VARIABLE)))
                .as(where + " has the variable")
                .isFalse();
    }
}
