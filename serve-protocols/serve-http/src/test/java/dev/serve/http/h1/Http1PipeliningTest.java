package dev.serve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.api.config.HttpConfig;
import dev.serve.api.spi.WiredContext;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.RawClient;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** RFC 9112 section 9.3.2: answers in order, gathered, and none held back for long. */
class Http1PipeliningTest {

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    /**
     * 1,000 answers are 100 KB: seven buffers, and a write more for each time bytes run out or the
     * machine was busy with others for a millisecond.
     */
    @Test
    @ExpectLog("limits do not hold there")
    void aThousandAnswersLeaveInFewWrites() {
        AtomicInteger writes = new AtomicInteger();
        try (Server server =
                        Server.builder()
                                .listener(
                                        "web",
                                        listener ->
                                                listener.port(0)
                                                        .connections(counting(writes))
                                                        .routing(
                                                                routes ->
                                                                        routes.get(
                                                                                "/n/{n}",
                                                                                Http1PipeliningTest
                                                                                        ::number)))
                                .build()
                                .start();
                RawClient client = RawClient.tcp(server.port("web"))) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 1_000; i++) {
                requests.append(get("/n/" + i));
            }
            // The first round is of code that is not yet compiled: slow handlers make more writes.
            for (int round = 0; round < 2; round++) {
                writes.set(0);
                client.send(requests.toString());
                for (int i = 0; i < 1_000; i++) {
                    assertThat(client.readAnswer().body()).isEqualTo("number " + i);
                }
            }
        }
        assertThat(writes.get()).isBetween(7, 200);
    }

    private static void number(ServerRequest req, ServerResponse res) {
        res.send("number " + req.path().pathParameters().get("n"));
    }

    private static ServerConnectionSelector counting(AtomicInteger writes) {
        return new ServerConnectionSelector() {
            @Override
            public int bytesToIdentifyConnection() {
                return 0;
            }

            @Override
            public Support supports(BufferData data) {
                return Support.SUPPORTED;
            }

            @Override
            public Set<String> supportedApplicationProtocols() {
                return Set.of("http/1.1");
            }

            @Override
            public ServerConnection connection(ConnectionContext context) {
                WiredContext wired = (WiredContext) context;
                return new Http1Connection(
                        context,
                        new CountingWire(wired.wire(), writes),
                        wired.observer(),
                        Http1Settings.of(HttpConfig.builder().build()),
                        new Upgrades(List.of()),
                        new LateAnswers());
            }
        };
    }

    /** Each waits for a word that its client sends when it has seen the answers before. */
    @Test
    void answersDoNotWaitForALaterHandler() {
        CountDownLatch[] gates = {new CountDownLatch(1), new CountDownLatch(1)};
        try (OurServer server =
                        OurServer.with(
                                routes ->
                                        routes.get(
                                                "/gate/{n}",
                                                (req, res) -> {
                                                    int n =
                                                            req.path()
                                                                    .pathParameters()
                                                                    .first("n")
                                                                    .asInt()
                                                                    .get();
                                                    gates[n].await();
                                                    res.send("gate " + n);
                                                }));
                RawClient client = server.connect()) {
            client.send(
                    get("/hello")
                            + get("/second")
                            + get("/gate/0")
                            + get("/hello")
                            + get("/gate/1")
                            + get("/hello"));
            assertThat(client.readAnswer().body()).isEqualTo("hello");
            assertThat(client.readAnswer().body()).isEqualTo("second");
            gates[0].countDown();
            assertThat(client.readAnswer().body()).isEqualTo("gate 0");
            assertThat(client.readAnswer().body()).isEqualTo("hello");
            gates[1].countDown();
            assertThat(client.readAnswer().body()).isEqualTo("gate 1");
            assertThat(client.readAnswer().body()).isEqualTo("hello");
        }
    }
}
