package dev.serve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.config.WireKind;
import dev.serve.testing.RawClient;
import dev.serve.testing.TestHttpClient;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever leaves in the middle of an answer is no failure of the server's; what it cuts is. */
class AbortedDownloadTest {

    private static final byte[] PART = new byte[1 << 16];

    private static Server server(WireKind wire, Duration timeout) {
        return Server.builder()
                .listener(
                        "web",
                        listener ->
                                listener.port(0)
                                        .config(config -> config.wire(wire))
                                        .pool(pool -> pool.writeTimeout(timeout))
                                        .routing(
                                                routes ->
                                                        routes.respond("/hello", 200, "hello")
                                                                .get(
                                                                        "/endless",
                                                                        AbortedDownloadTest
                                                                                ::endless)))
                .build()
                .start();
    }

    private static void endless(ServerRequest req, ServerResponse res) throws IOException {
        try (OutputStream out = res.outputStream()) {
            while (true) {
                out.write(PART);
            }
        }
    }

    private static void isCounted(Server server, double errorRate) {
        await().untilAsserted(
                        () -> {
                            assertThat(server.pool("web").metrics().requestsPerSecond())
                                    .isPositive();
                            assertThat(server.pool("web").metrics().errorRate())
                                    .isEqualTo(errorRate);
                        });
    }

    @ParameterizedTest
    @EnumSource(WireKind.class)
    void isNoFailure(WireKind wire) {
        try (Server server = server(wire, Duration.ofSeconds(30))) {
            try (RawClient client = RawClient.tcp(server.port("web"))) {
                client.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n\r\n");
                client.reset();
            }
            isCounted(server, 0);
        }
    }

    /**
     * The JDK's client upgrades with a small answer first: it loses its place now and then among
     * frames that come right behind the 101.
     */
    @Test
    void isNoFailureOverHttp2() throws Exception {
        try (Server server = server(WireKind.SELECTOR, Duration.ofSeconds(30))) {
            URI base = URI.create("http://127.0.0.1:" + server.port("web"));
            try (TestHttpClient any = TestHttpClient.of(base);
                    TestHttpClient client = any.http2()) {
                assertThat(client.get("/hello").body()).isEqualTo("hello");
                try (InputStream answer =
                        client.send(
                                        client.request("/endless").build(),
                                        BodyHandlers.ofInputStream())
                                .body()) {
                    assertThat(answer.read()).isZero();
                }
            }
            isCounted(server, 0);
        }
    }

    /** It may not be there any longer, or be too slow: who waits for it cannot tell. */
    @ParameterizedTest
    @EnumSource(WireKind.class)
    void isAFailureIfTheServerCutsIt(WireKind wire) {
        try (Server server = server(wire, Duration.ofMillis(200));
                RawClient client = RawClient.tcp(server.port("web"))) {
            client.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n\r\n");
            isCounted(server, 1);
        }
    }
}
