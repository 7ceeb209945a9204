package dev.serve.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.api.observe.MeterHistory;
import dev.serve.api.websocket.WebSocketHandler;
import dev.serve.observe.metrics.MeterName;
import dev.serve.testing.DevCertificates;
import dev.serve.testing.TestHttpClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerMetricsTest {

    private @Nullable Server server;
    private @Nullable TestHttpClient web;
    private @Nullable TestHttpClient operator;

    @AfterEach
    void stop() {
        if (web != null) {
            web.close();
        }
        if (operator != null) {
            operator.close();
        }
        if (server != null) {
            server.stop();
        }
    }

    private Server start(Consumer<ServerBuilder> change) {
        ServerBuilder builder =
                Server.builder()
                        .listener(
                                "web",
                                listener ->
                                        listener.port(0)
                                                .routing(
                                                        routes ->
                                                                routes.respond(
                                                                                "/users/{id}",
                                                                                200,
                                                                                "u")
                                                                        .get(
                                                                                "/broken",
                                                                                (_, res) ->
                                                                                        res.status(
                                                                                                        500)
                                                                                                .send())))
                        .listener("admin", listener -> listener.port(0))
                        .observe(observe -> observe.listeners(List.of("admin")));
        change.accept(builder);
        Server started = builder.build().start();
        server = started;
        web = client(started, "web");
        operator = client(started, "admin");
        return started;
    }

    private static TestHttpClient client(Server of, String listener) {
        return TestHttpClient.of(URI.create("http://127.0.0.1:" + of.port(listener)));
    }

    private String scrape() {
        return admin("/metrics").body();
    }

    private HttpResponse<String> admin(String path, String... headers) {
        if (operator == null) {
            throw new IllegalStateException("not started");
        }
        return operator.get(path, headers);
    }

    private void ask(String path) {
        if (web != null) {
            web.get(path);
        }
    }

    @Test
    void requestsAreCountedByRouteAndOutcomeAndNeverByPath() {
        start(_ -> {});
        ask("/users/4711");
        ask("/users/4712");
        ask("/broken");
        ask("/nowhere/4713");

        // A request counts when its answer is written, which its client may see first.
        await().until(() -> scrape().contains("route=\"none\""));
        String text = scrape();

        assertThat(text)
                .contains(
                        "serve_http_requests_seconds_count{listener=\"web\",outcome=\"2xx\",protocol=\"http/1.1\",route=\"/users/{id}\"} 2",
                        "serve_http_requests_seconds_count{listener=\"web\",outcome=\"5xx\",protocol=\"http/1.1\",route=\"/broken\"} 1",
                        "serve_http_requests_seconds_count{listener=\"web\",outcome=\"4xx\",protocol=\"http/1.1\",route=\"none\"} 1",
                        "serve_connections_active{listener=\"web\"} 1",
                        "serve_connections_closed_total{listener=\"web\",reason=\"handshake-timeout\"} 0",
                        "jvm_memory_used_bytes{area=\"heap\"}",
                        "serve_server_state 2")
                .doesNotContain("471");
    }

    @Test
    void theTextIsWhatParsersRead() {
        start(_ -> {});
        ask("/users/1");
        HttpResponse<String> plain = admin("/metrics");
        HttpResponse<String> open =
                admin("/metrics", "Accept", "application/openmetrics-text;version=1.0.0,*/*;q=1");

        assertThat(plain.headers().firstValue("content-type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(open.headers().firstValue("content-type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.body()).endsWith("# EOF\n");
        assertThat(PrometheusText.families(plain.body()))
                .contains("serve_http_requests_seconds", "serve_connections_active");
        assertThat(PrometheusText.faults(plain.body())).isEmpty();
        assertThat(PrometheusText.faults(open.body())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1 | application/openmetrics-text
                    application/openmetrics-text, text/plain             | application/openmetrics-text
                    application/openmetrics-text;q=0                     | text/plain
                    application/openmetrics-text;q=0.2, text/plain;q=0.9 | text/plain
                    text/html, */*                                       | text/plain
                    nonsense                                             | text/plain
                    """)
    void theFormatIsTheOneThatIsPreferred(String accepted, String expected) {
        start(_ -> {});

        HttpResponse<String> answer = admin("/metrics", "Accept", accepted);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse(""))
                .startsWith(expected + ";");
    }

    @Test
    void everyMeterIsOfThePage() {
        Server started = start(_ -> {});
        ask("/users/1");
        started.routing("web", routes -> routes.respond("/new", 200, "n"));
        started.updateConfig(
                config -> config.listener("web", it -> it.pool(pool -> pool.maxRequests(9))));

        MeterRegistry registry = started.view(MeterRegistry.class).orElseThrow();
        List<String> ids =
                registry.getMeters().stream().map(meter -> meter.getId().getName()).toList();

        assertThat(Arrays.stream(MeterName.values()).map(MeterName::id).collect(Collectors.toSet()))
                .containsAll(ids);
        assertThat(ids).contains(MeterName.CONFIG_CHANGES.id(), MeterName.JVM_VIRTUAL_MOUNTED.id());
        registry.getMeters()
                .forEach(
                        meter ->
                                assertThat(meter.getId().getTags())
                                        .extracting(io.micrometer.core.instrument.Tag::getKey)
                                        .containsExactlyInAnyOrderElementsOf(
                                                labels(meter.getId().getName())));
    }

    private static List<String> labels(String id) {
        return Arrays.stream(MeterName.values())
                .filter(name -> name.id().equals(id))
                .findFirst()
                .orElseThrow()
                .labels();
    }

    @Test
    void listenersComeAndGo() {
        Server started = start(_ -> {});
        started.updateConfig(config -> config.listener("late", late -> late.port(0)));
        assertThat(scrape()).contains("serve_connections_active{listener=\"late\"} 0");

        started.updateConfig(config -> config.withoutListener("late"));
        assertThat(scrape()).doesNotContain("listener=\"late\"").contains("serve_config_version 3");
    }

    @Test
    void handshakesAndCertificatesAreTold(@TempDir Path directory) {
        DevCertificates made = DevCertificates.createIn(directory);
        Server started =
                start(
                        builder ->
                                builder.listener(
                                        "tls",
                                        listener ->
                                                listener.port(0)
                                                        .routing(r -> r.respond("/", 200, "s"))
                                                        .tls(
                                                                tls ->
                                                                        tls.key(
                                                                                        file(
                                                                                                directory,
                                                                                                "key"))
                                                                                .cert(
                                                                                        file(
                                                                                                directory,
                                                                                                "crt")))));
        try (TestHttpClient secure =
                TestHttpClient.of(
                        URI.create("https://127.0.0.1:" + started.port("tls")), made.trusting())) {
            assertThat(secure.get("/").statusCode()).isEqualTo(200);
        }
        String text = scrape();

        assertThat(text)
                .contains(
                        "serve_tls_handshakes_seconds_count{listener=\"tls\",version=\"TLSv1.3\"} 1")
                .doesNotContain("serve_tls_score{listener=\"web\"}");
        // 20 for TLS 1.3, 20 for AES-256-GCM, 15 for a certificate of more than 30 days.
        assertThat(PrometheusText.value(text, "serve_tls_score")).isEqualTo(55);
        assertThat(PrometheusText.value(text, "serve_tls_certificate_left_seconds"))
                .isGreaterThan(29 * 86_400.0);
    }

    private static String file(Path directory, String type) {
        return directory.resolve("server." + type).toString();
    }

    @Test
    void nothingIsCountedWhenItIsOff() {
        Server started = start(builder -> builder.set("observe.metrics.enabled", "false"));
        assertThat(admin("/metrics").statusCode()).isEqualTo(404);
        assertThat(admin("/readyz").statusCode()).isEqualTo(200);
        assertThat(started.view(MeterRegistry.class)).isEmpty();
    }

    @Test
    void nothingIsKeptWhenHistoryIsOff() {
        Server started = start(builder -> builder.set("observe.metrics.history", "false"));
        assertThat(admin("/metrics/history").statusCode()).isEqualTo(404);
        assertThat(admin("/metrics").statusCode()).isEqualTo(200);
        assertThat(started.view(MeterHistory.class)).isEmpty();
    }

    @Test
    void figuresAreKeptOverTime() {
        Server started = start(_ -> {});
        MeterHistory history = started.view(MeterHistory.class).orElseThrow();
        await().until(
                        () -> {
                            ask("/users/1");
                            Instant now = Instant.now();
                            return history.meters().contains("requests.rate{web}")
                                    && history
                                            .range(
                                                    "requests.rate{web}",
                                                    now.minusSeconds(60),
                                                    now.plusSeconds(1),
                                                    Duration.ofSeconds(1))
                                            .points()
                                            .stream()
                                            .anyMatch(point -> point.value() > 0);
                        });
        assertThat(history.meters()).contains("connections.active.http-1.1");
        assertThat(admin("/metrics?history=true&server=web").body())
                .contains("\"meter\":\"requests.rate{web}\",\"unit\":\"1/s\",\"stepSeconds\":10.0")
                .doesNotContain("{admin}");
        HttpResponse<String> unknown = admin("/metrics/history?meter=nothing");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("expected: one of bytes.in.rate");
        HttpResponse<String> nowhere = admin("/metrics/history?server=nowhere");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(nowhere.body()).contains("no figures of a listener \\\"nowhere\\\"");
    }

    @Test
    void aRequestThatBecomesAWebSocketIsTold101() throws Exception {
        Server started =
                start(
                        builder ->
                                builder.listener(
                                        "chat",
                                        chat ->
                                                chat.port(0)
                                                        .protocols("http", "websocket")
                                                        .routing(
                                                                routes ->
                                                                        routes.webSocket(
                                                                                "/chat",
                                                                                new WebSocketHandler() {}))));
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create("ws://127.0.0.1:" + started.port("chat") + "/chat");
            client.newWebSocketBuilder()
                    .buildAsync(address, new WebSocket.Listener() {})
                    .get()
                    .abort();
        }
        await().until(
                        () ->
                                scrape().contains(
                                                "serve_http_requests_seconds_count{listener=\"chat\",outcome=\"1xx\",protocol=\"http/1.1\",route=\"/chat\"} 1"));
    }
}
