package dev.serve.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.testing.EventClient;
import dev.serve.testing.TestHttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event stream lasts as long as somebody listens: that is no latency, and no failure. */
class EventStreamFiguresTest {

    private final CountDownLatch never = new CountDownLatch(1);

    private Server start() {
        return Server.builder()
                .listener(
                        "web",
                        web ->
                                web.port(0)
                                        .protocols("http", "sse")
                                        .routing(
                                                routes ->
                                                        routes.sse(
                                                                        "/ends",
                                                                        (_, stream) ->
                                                                                stream.send("one"))
                                                                .sse(
                                                                        "/stays",
                                                                        (_, stream) -> {
                                                                            stream.send("one");
                                                                            never.await();
                                                                        })))
                .listener("admin", admin -> admin.port(0))
                .observe(observe -> observe.listeners(List.of("admin")))
                .build()
                .start();
    }

    private static TestHttpClient client(Server of, String listener) {
        return TestHttpClient.of(URI.create("http://127.0.0.1:" + of.port(listener)));
    }

    @Test
    void oneThatTheServerEndsIsToldAsStreamAlone() {
        try (Server server = start()) {
            try (TestHttpClient web = client(server, "web");
                    EventClient events = EventClient.open(web, "/ends")) {
                assertThat(events.next().data()).isEqualTo("one");
            }
            isToldAsStreamAlone(server, "/ends");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneThatItsClientLeavesIsToldAsStreamAlone(boolean http2) {
        try (Server server = start()) {
            try (TestHttpClient any = client(server, "web");
                    TestHttpClient web = http2 ? any.http2() : any;
                    EventClient events = EventClient.open(web, "/stays")) {
                assertThat(events.next().data()).isEqualTo("one");
            }
            isToldAsStreamAlone(server, "/stays");
        }
    }

    private static void isToldAsStreamAlone(Server server, String route) {
        try (TestHttpClient admin = client(server, "admin")) {
            String ended =
                    "serve_sse_streams_seconds_count{listener=\"web\",outcome=\"2xx\",route=\""
                            + route
                            + "\"} 1";
            await().until(() -> admin.get("/metrics").body().contains(ended));

            assertThat(admin.get("/metrics").body())
                    .doesNotContain("serve_http_requests_seconds_count{listener=\"web\"");
        }
        await().until(() -> server.pool("web").metrics().inFlight() == 0);
        assertThat(server.pool("web").metrics().p99()).isEqualTo(Duration.ZERO);
        assertThat(server.pool("web").metrics().errorRate()).isZero();
    }
}
