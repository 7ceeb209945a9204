package dev.serve.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.testing.TestHttpClient;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which request was that slow? */
class ExemplarsTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static final String OF_A_TRACE =
            " # \\{span_id=\"[0-9a-f]{16}\",trace_id=\"" + TRACE + "\"} [0-9.E-]+ [0-9.]+";

    private static String called(String series) {
        return series + "{code=\"OK\",listener=\"web\",method=\"" + HealthCalls.CHECK + "\"}";
    }

    private static TestHttpClient client(Server of, String listener) {
        return TestHttpClient.of(URI.create("http://127.0.0.1:" + of.port(listener)));
    }

    @Test
    void openMetricsTellsTheTraceOfARequestOrCallAndTheOldTextDoesNot() throws Exception {
        try (OtlpReceiver collector = OtlpReceiver.start()) {
            Server server =
                    Server.builder()
                            .listener(
                                    "web",
                                    web ->
                                            web.port(0)
                                                    .protocols("http", "grpc")
                                                    .routing(
                                                            routes ->
                                                                    routes.grpc(
                                                                                    new HealthCalls
                                                                                            .Service(
                                                                                            _ -> {}))
                                                                            .respond("/a", 200, "a")
                                                                            .respond(
                                                                                    "/b", 200,
                                                                                    "b")))
                            .listener("admin", admin -> admin.port(0))
                            .observe(observe -> observe.listeners(List.of("admin")))
                            .set("observe.tracing.enabled", "true")
                            .set("observe.tracing.sample-percent", "0")
                            .set("observe.tracing.endpoint", collector.traces())
                            .build()
                            .start();
            try (TestHttpClient web = client(server, "web");
                    TestHttpClient admin = client(server, "admin")) {
                assertThat(web.get("/a", "traceparent", traceparent("01")).statusCode())
                        .isEqualTo(200);
                assertThat(web.get("/b", "traceparent", traceparent("00")).statusCode())
                        .isEqualTo(200);
                HealthCalls.check(server.port("web"), traceparent("01"), "one");
                HealthCalls.check(server.port("web"), traceparent("00"), "one");
                // A request counts when its answer is written, which its client may see first.
                await().until(() -> openMetrics(admin).contains("route=\"/b\""));
                await().until(
                                () ->
                                        openMetrics(admin)
                                                .contains(
                                                        called("serve_grpc_calls_seconds_count")
                                                                + " 2"));

                assertThat(openMetrics(admin).lines().filter(line -> line.contains(TRACE)))
                        .satisfiesExactlyInAnyOrder(
                                line ->
                                        assertThat(line)
                                                .matches(
                                                        "serve_http_requests_seconds_bucket\\{listener=\"web\",outcome=\"2xx\","
                                                                + "protocol=\"http/1.1\",route=\"/a\",le=\"[^\"]+\"} 1"
                                                                + OF_A_TRACE),
                                line ->
                                        assertThat(line)
                                                .matches(
                                                        "serve_grpc_calls_seconds_bucket\\{code=\"OK\",listener=\"web\","
                                                                + "method=\""
                                                                + HealthCalls.CHECK
                                                                + "\",le=\"[^\"]+\"} [12]"
                                                                + OF_A_TRACE));
                assertThat(admin.get("/metrics").body()).doesNotContain(TRACE);
            } finally {
                server.stop();
            }
        }
    }

    private static String traceparent(String flags) {
        return "00-" + TRACE + "-00f067aa0ba902b7-" + flags;
    }

    private static String openMetrics(TestHttpClient admin) {
        return admin.get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0")
                .body();
    }
}
