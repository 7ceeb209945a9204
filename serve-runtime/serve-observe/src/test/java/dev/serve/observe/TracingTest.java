package dev.serve.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.testing.TestHttpClient;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class TracingTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SAMPLED = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final String NOT_SAMPLED = "00-" + TRACE + "-00f067aa0ba902b7-00";

    private final List<Span> received = new CopyOnWriteArrayList<>();
    private @Nullable Server collector;
    private @Nullable Server server;
    private @Nullable TestHttpClient client;

    /** A collector of OTLP, which is a server of ours. */
    @BeforeEach
    void collect() {
        collector =
                Server.builder()
                        .listener(
                                "otlp",
                                otlp ->
                                        otlp.port(0)
                                                .routing(
                                                        routes ->
                                                                routes.post(
                                                                        "/v1/traces",
                                                                        (req, res) -> {
                                                                            take(
                                                                                    req.content()
                                                                                            .as(
                                                                                                    byte
                                                                                                                    []
                                                                                                            .class));
                                                                            res.send();
                                                                        })))
                        .set("observe.metrics.enabled", "false")
                        .build()
                        .start();
    }

    private void take(byte[] body) throws InvalidProtocolBufferException {
        ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
        List<Span> spans = new ArrayList<>();
        request.getResourceSpansList()
                .forEach(
                        resource ->
                                resource.getScopeSpansList()
                                        .forEach(scope -> spans.addAll(scope.getSpansList())));
        assertThat(request.getResourceSpans(0).getResource().getAttributesList().toString())
                .contains("service.name", "orders");
        received.addAll(spans);
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.stop();
        }
        if (collector != null) {
            collector.stop();
        }
    }

    private Server start(Consumer<ServerBuilder> change) {
        int port = collector == null ? 0 : collector.port("otlp");
        ServerBuilder builder =
                Server.builder()
                        .listener(
                                "web",
                                web ->
                                        web.port(0)
                                                .routing(
                                                        routes ->
                                                                routes.filter(this::child)
                                                                        .respond(
                                                                                "/users/{id}",
                                                                                200,
                                                                                "hello")))
                        .set("observe.tracing.enabled", "true")
                        .set("observe.tracing.sample-percent", "0")
                        .set("observe.tracing.service", "orders")
                        .set("observe.tracing.endpoint", "http://127.0.0.1:" + port + "/v1/traces");
        change.accept(builder);
        Server started = builder.build().start();
        server = started;
        client = TestHttpClient.of(URI.create("http://127.0.0.1:" + started.port("web")));
        return started;
    }

    /** A filter of the user's that makes a span of its own. */
    private void child(
            dev.serve.api.routing.Exchange exchange, dev.serve.api.routing.Filter.Chain chain)
            throws Exception {
        Tracer tracer =
                Optional.ofNullable(server)
                        .flatMap(known -> known.view(OpenTelemetry.class))
                        .orElseThrow()
                        .getTracer("test");
        io.opentelemetry.api.trace.Span span = tracer.spanBuilder("inside").startSpan();
        try {
            chain.proceed();
        } finally {
            span.end();
        }
    }

    private Span span(String name) {
        await().until(() -> received.stream().anyMatch(span -> span.getName().equals(name)));
        return received.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private int ask(String path, String... headers) {
        return client == null ? 0 : client.get(path, headers).statusCode();
    }

    @Test
    void aRequestThroughAFilterIsSeenInTheCollector() {
        start(_ -> {});
        assertThat(ask("/users/7", "traceparent", SAMPLED)).isEqualTo(200);

        Span request = span("GET /users/{id}");
        Span inside = span("inside");

        assertThat(hex(request.getTraceId())).isEqualTo(TRACE);
        assertThat(hex(request.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
        assertThat(request.getAttributesList().toString())
                .contains("serve.listener", "http.route", "/users/{id}", "200")
                .doesNotContain("/users/7");
        assertThat(hex(inside.getTraceId())).isEqualTo(TRACE);
        assertThat(inside.getParentSpanId()).isEqualTo(request.getSpanId());
    }

    @Test
    void whatTheClientDecidedHoldsAndTheRestIsAShare() {
        Server started = start(_ -> {});
        ask("/users/1", "traceparent", NOT_SAMPLED);
        ask("/users/2");
        started.updateConfig(
                config -> config.observe(it -> it.tracing(trace -> trace.samplePercent(100))));
        ask("/users/3");
        ask("/nowhere");

        Span nowhere = span("GET");

        assertThat(nowhere.getStatus().getCode().getNumber()).isZero();
        assertThat(received.stream().filter(span -> span.getName().equals("GET /users/{id}")))
                .hasSize(1);
        assertThat(hex(span("GET /users/{id}").getTraceId())).isNotEqualTo(TRACE);
    }

    @Test
    void logLinesOfTheWorkCarryItsIdsAndNoOthersDo() {
        start(
                builder ->
                        builder.listener(
                                "web",
                                web ->
                                        web.routing(
                                                routes ->
                                                        routes.get(
                                                                "/id",
                                                                (_, res) ->
                                                                        res.send(
                                                                                String.valueOf(
                                                                                        MDC.get(
                                                                                                "traceId")))))));

        assertThat(text("/id", "traceparent", SAMPLED)).isEqualTo(TRACE);
        assertThat(text("/id")).as("the same connection and thread").isEqualTo("null");
    }

    private String text(String path, String... headers) {
        return client == null ? "" : client.get(path, headers).body();
    }

    @Test
    void nothingIsSentWhenItIsOff() {
        Server started = start(builder -> builder.set("observe.tracing.enabled", "false"));

        assertThat(started.view(OpenTelemetry.class)).isEmpty();
    }

    @Test
    void aChangeOfTheConfigurationIsASpan() {
        Server started = start(builder -> builder.set("observe.tracing.sample-percent", "100"));
        started.updateConfig(
                config -> config.listener("web", it -> it.pool(pool -> pool.maxRequests(9))));

        Span change = span("configuration");

        assertThat(change.getAttributesList().toString()).contains("applied as version 2", "api");
        assertThat(change.getEndTimeUnixNano())
                .isGreaterThanOrEqualTo(change.getStartTimeUnixNano());
    }
}
