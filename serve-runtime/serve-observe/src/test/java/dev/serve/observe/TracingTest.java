package dev.serve.observe;

import static dev.serve.observe.OtlpReceiver.hex;
import static dev.serve.observe.TracedServer.NOT_SAMPLED;
import static dev.serve.observe.TracedServer.PARENT;
import static dev.serve.observe.TracedServer.SAMPLED;
import static dev.serve.observe.TracedServer.TRACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.routing.Exchange;
import dev.serve.api.routing.Filter;
import dev.serve.api.routing.Routes;
import io.helidon.webserver.http.Handler;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracingTest {

    private @Nullable TracedServer started;

    @AfterEach
    void stop() {
        if (started != null) {
            started.close();
        }
    }

    private TracedServer start(int percent, Consumer<Routes> routes) {
        TracedServer server =
                TracedServer.start(
                        percent,
                        builder ->
                                builder.listener(
                                        "web",
                                        web ->
                                                web.routing(
                                                                known ->
                                                                        known.filter(this::child)
                                                                                .respond(
                                                                                        "/users/{id}",
                                                                                        200,
                                                                                        "hello"))
                                                        .routing(routes)));
        started = server;
        return server;
    }

    /** A filter of the user's that makes a span of its own. */
    private void child(Exchange exchange, Filter.Chain chain) throws Exception {
        TracedServer server = started;
        if (server == null) {
            throw new IllegalStateException("asked before it is started");
        }
        Tracer tracer = server.server().view(OpenTelemetry.class).orElseThrow().getTracer("test");
        io.opentelemetry.api.trace.Span span = tracer.spanBuilder("inside").startSpan();
        try {
            chain.proceed();
        } finally {
            span.end();
        }
    }

    @Test
    void aRequestThroughAFilterIsSeenInTheCollector() {
        TracedServer server = start(0, _ -> {});
        assertThat(server.client().get("/users/7", "traceparent", SAMPLED).statusCode())
                .isEqualTo(200);

        Span request = server.receiver().span("GET /users/{id}");
        Span inside = server.receiver().span("inside");

        assertThat(hex(request.getTraceId())).isEqualTo(TRACE);
        assertThat(hex(request.getParentSpanId())).isEqualTo(PARENT);
        assertThat(request.getAttributesList().toString())
                .contains("serve.listener", "http.route", "/users/{id}", "200")
                .doesNotContain("/users/7");
        assertThat(hex(inside.getTraceId())).isEqualTo(TRACE);
        assertThat(inside.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(server.receiver().resources().getFirst().getAttributesList().toString())
                .contains("service.name", "orders");
    }

    @Test
    void whatTheClientDecidedHoldsAndTheRestIsAShare() {
        TracedServer server = start(0, _ -> {});
        server.client().get("/users/1", "traceparent", NOT_SAMPLED);
        server.client().get("/users/2");
        server.server()
                .updateConfig(
                        config ->
                                config.observe(
                                        it -> it.tracing(trace -> trace.samplePercent(100))));
        server.client().get("/users/3");
        server.client().get("/users/4", "traceparent", NOT_SAMPLED);
        server.client().get("/nowhere");

        Span nowhere = server.receiver().span("GET");

        assertThat(nowhere.getStatus().getCode().getNumber()).isZero();
        assertThat(server.receiver().spans("GET /users/{id}", 1))
                .singleElement()
                .satisfies(span -> assertThat(hex(span.getTraceId())).isNotEqualTo(TRACE));
    }

    @Test
    void aMalformedParentIsAsGoodAsNone() {
        TracedServer server = start(100, _ -> {});
        server.client().get("/users/1", "traceparent", "00-" + TRACE + "-nonsense-01");

        Span span = server.receiver().span("GET /users/{id}");

        assertThat(hex(span.getTraceId())).isNotEqualTo(TRACE);
        assertThat(span.getParentSpanId().isEmpty()).isTrue();
    }

    /** Logs in its own thread and in others. */
    private static Handler logging() {
        return (req, res) -> {
            String name = req.path().path().substring(1);
            TracedServer.log().info(name);
            join(Thread.startVirtualThread(() -> TracedServer.log().info(name + " aside")));
            join(
                    Thread.startVirtualThread(
                            Context.current()
                                    .wrap(() -> TracedServer.log().info(name + " along"))));
            res.send();
        };
    }

    private static void join(Thread thread) throws InterruptedException {
        thread.join();
    }

    @Test
    void logLinesOfTheWorkCarryItsIdsAndNoOthersDo() {
        TracedServer server =
                start(0, routes -> routes.get("/one", logging()).get("/two", logging()));
        server.client().get("/one", "traceparent", SAMPLED);
        server.client().get("/two");
        TracedServer.log().info("outside");

        assertThat(server.ids("one")).containsEntry("traceId", TRACE);
        assertThat(server.ids("one along")).isEqualTo(server.ids("one"));
        assertThat(server.ids("one aside")).as("a thread of its own").isEmpty();
        assertThat(server.ids("two").get("traceId"))
                .as("the same connection and thread, another trace that is not sampled")
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(TRACE);
        assertThat(server.ids("two").get("connectionId"))
                .isEqualTo(server.ids("one").get("connectionId"));
        assertThat(server.ids("two").get("requestId"))
                .isNotEqualTo(server.ids("one").get("requestId"));
        assertThat(server.ids("two along")).isEqualTo(server.ids("two"));
        assertThat(server.ids("outside")).isEmpty();
    }

    @Test
    void nothingIsSentWhenItIsOff() {
        try (Server server =
                Server.builder()
                        .listener("web", web -> web.port(0))
                        .set("observe.tracing.enabled", "false")
                        .build()
                        .start()) {
            assertThat(server.view(OpenTelemetry.class)).isEmpty();
        }
    }

    @Test
    void aChangeOfTheConfigurationIsASpanHoweverLittleIsSampled() {
        TracedServer server = start(0, _ -> {});
        server.server()
                .updateConfig(
                        config ->
                                config.listener("web", it -> it.pool(pool -> pool.maxRequests(9))));

        Span change = server.receiver().span("configuration");

        assertThat(change.getAttributesList().toString()).contains("applied as version 2", "api");
        assertThat(change.getEndTimeUnixNano())
                .isGreaterThanOrEqualTo(change.getStartTimeUnixNano());
    }

    @Test
    void aChangeThatARequestAsksForIsPartOfItsTrace() {
        TracedServer server =
                start(
                        0,
                        routes ->
                                routes.post(
                                        "/change",
                                        (_, res) -> {
                                            change();
                                            res.send();
                                        }));
        server.client().post("/change", "", "traceparent", SAMPLED);

        assertThat(server.receiver().span("configuration").getParentSpanId())
                .isEqualTo(server.receiver().span("POST /change").getSpanId());
    }

    private void change() {
        if (started != null) {
            started.server().updateConfig(Map.of("history", Map.of("versions", 7)));
        }
    }

    @Test
    void aLineOfTheAccessLogHasTheIdsOfTheSpan(@TempDir Path directory) {
        Path file = directory.resolve("access.log");
        TracedServer server = start(100, _ -> {});
        server.server()
                .updateConfig(
                        config ->
                                config.observe(
                                        it ->
                                                it.accessLog(
                                                        log ->
                                                                log.enabled(true)
                                                                        .path(file.toString()))));
        server.client().get("/users/7");
        Span span = server.receiver().span("GET /users/{id}");

        await().until(() -> Files.exists(file) && Files.size(file) > 0);
        assertThat(file)
                .content()
                .contains(
                        " traceId="
                                + hex(span.getTraceId())
                                + " spanId="
                                + hex(span.getSpanId())
                                + " method=GET");
    }
}
