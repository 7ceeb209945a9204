package dev.serve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.http.HttpEngines;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 7.8, RFC 7540 section 3.2: which requests leave HTTP/1.1. */
class Http1UpgradeTest {

    private static final String SETTINGS = "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n";

    private static OurServer server;

    @BeforeAll
    static void start() {
        server = OurServer.with(routes -> {});
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawAnswer answer(String fields) {
        return server.answer("GET /hello HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "H2C", "x/1, h2c"})
    void toHttp2WithOneListedSettings(String name) {
        try (RawClient client = server.connect()) {
            client.send(
                    "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: upgrade, http2-settings\r\nUpgrade: "
                            + name
                            + "\r\n"
                            + SETTINGS
                            + "\r\n");
            assertThat(client.readUntil("\r\n\r\n"))
                    .startsWith("HTTP/1.1 101 ")
                    .contains("Upgrade: h2c");
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            client.send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            assertThat(client.readUntil("hello")).contains("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: Upgrade\r\nUpgrade: h2c\r\n",
                "Connection: Upgrade\r\nUpgrade: h2c\r\n" + SETTINGS,
                "Upgrade: h2c\r\n" + SETTINGS,
                "Connection: HTTP2-Settings\r\nUpgrade: h2c\r\n" + SETTINGS,
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n" + SETTINGS + SETTINGS,
                "Connection: Upgrade\r\nUpgrade: unknown/1\r\n",
                "Connection: Upgrade\r\nUpgrade: h2\r\n",
                "Connection: Upgrade\r\n"
            })
    void othersAreServedAsTheyAre(String fields) {
        assertThat(answer(fields).body()).isEqualTo("hello");
    }

    @Test
    void aRequestWithABodyIsServedAsItIs() {
        assertThat(
                        server.answer(
                                        "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                                                + "Upgrade: h2c\r\nContent-Length: 1\r\n"
                                                + SETTINGS
                                                + "\r\na")
                                .body())
                .isEqualTo("a");
    }

    /** What came with the request is the first that the other protocol reads, on either server. */
    @Test
    @ExpectLog("limits do not hold there")
    void handsOverWhatFollowsTheRequest() {
        String request =
                "GET /x HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: ECHO\r\n\r\nfirst";
        try (EngineServer plain = EngineServer.with(routes -> {}, new EchoUpgrader());
                RawClient client = plain.connect()) {
            client.send(request);
            assertThat(client.readUntil("first")).startsWith("HTTP/1.1 101 ");
            client.send("second");
            client.readUntil("second");
        }
        try (Server ours =
                        Server.builder()
                                .listener(
                                        "web",
                                        listener ->
                                                listener.port(0)
                                                        .connections(
                                                                HttpEngines.http1(
                                                                        new EchoUpgrader())))
                                .build()
                                .start();
                RawClient client = RawClient.tcp(ours.port("web"))) {
            client.send(request);
            assertThat(client.readUntil("first")).startsWith("HTTP/1.1 101 ");
            client.send("second");
            client.readUntil("second");
        }
    }
}
