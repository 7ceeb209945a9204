package dev.serve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.routing.Filter;
import dev.serve.api.routing.Rejection;
import dev.serve.testing.RawClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8441, and the one way in which another protocol goes on with a stream or a connection. */
class HandoverTest {

    private static final int WINDOW = 65_535;

    /** With limits of plain requests that no session would survive. */
    private final Server server =
            Server.builder()
                    .listener(
                            "web",
                            listener ->
                                    listener.port(0)
                                            .protocols("http", EchoProtocol.NAME)
                                            .http2(http2 -> http2.initialWindowSize(WINDOW))
                                            .http(http -> http.maxBodySize(100))
                                            .pool(
                                                    pool ->
                                                            pool.requestTimeout(
                                                                            Duration.ofMillis(300))
                                                                    .bodyTimeout(
                                                                            Duration.ofMillis(300))
                                                                    .writeTimeout(
                                                                            Duration.ofMillis(600)))
                                            .routing(
                                                    routes ->
                                                            routes.filter(HandoverTest::refuse)
                                                                    .get(
                                                                            "/hello",
                                                                            (req, res) ->
                                                                                    res.send(
                                                                                            "hello"))))
                    .build()
                    .start();

    private static void refuse(dev.serve.api.routing.Exchange exchange, Filter.Chain chain)
            throws Exception {
        if (exchange.target().endsWith("/refused")) {
            exchange.reject(Rejection.of(Rejection.Reason.FORBIDDEN, "no"));
        } else {
            chain.proceed();
        }
    }

    @BeforeEach
    void forget() {
        EchoProtocol.EVENTS.clear();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private FrameClient connect(int... settings) {
        return FrameClient.to(server.port("web"), settings);
    }

    private static FrameClient open(FrameClient client, int id, String path) {
        return client.frame(
                Frame.HEADERS, 4, id, client.head("CONNECT", path, ":protocol", EchoProtocol.NAME));
    }

    private static String event() throws InterruptedException {
        return String.valueOf(EchoProtocol.EVENTS.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void clientsAreToldWhereItIsOffered() {
        try (FrameClient client = connect()) {
            assertThat(setting(client.next(Frame.SETTINGS))).isEqualTo(1);
        }
        try (Http2Server plain = Http2Server.start();
                FrameClient client = plain.connect()) {
            assertThat(setting(client.next(Frame.SETTINGS))).isZero();
            assertThat(open(client, 1, "/hello").answer(1).status()).isEqualTo(501);
        }
    }

    private static int setting(FrameClient.Received settings) {
        for (int at = 0; at < settings.payload().length; at += 6) {
            if (Frame.int16(settings.payload(), at) == Frame.ENABLE_CONNECT_PROTOCOL) {
                return settings.int32(at + 2);
            }
        }
        return 0;
    }

    @Test
    void aProtocolHasTheStreamBothWays() throws InterruptedException {
        try (FrameClient client = connect()) {
            open(client, 1, "/echo-stream/talk");
            FrameClient.Received head = client.next(Frame.HEADERS);
            assertThat(head.endsStream()).isFalse();
            assertThat(head.fields())
                    .containsEntry(":status", "200")
                    .containsEntry("x-by", "the route")
                    .containsEntry("x-from", "the protocol")
                    .doesNotContainKey("content-length");
            for (String word : List.of("one", "two", "three")) {
                client.data(1, word, false);
                assertThat(client.next(Frame.DATA).text()).isEqualTo(word);
            }
            assertThat(client.get(3, "/hello").answer(3).body()).isEqualTo("hello");
            client.data(1, "", true);
            FrameClient.Received end = client.next(Frame.DATA);
            assertThat(end.stream()).isEqualTo(1);
            assertThat(end.endsStream()).isTrue();
            assertThat(event()).isEqualTo("open");
            assertThat(event()).isEqualTo("ended");
        }
    }

    /** Neither {@code max-body-size} nor the deadlines of requests and bodies. */
    @Test
    void theLimitsOfRequestsHoldNoLonger() throws InterruptedException {
        try (FrameClient client = connect()) {
            open(client, 1, "/echo-stream/talk").data(1, "x".repeat(1000), false);
            assertThat(client.next(Frame.DATA).payload()).hasSize(1000);
            CountDownLatch never = new CountDownLatch(1);
            assertThat(never.await(700, TimeUnit.MILLISECONDS)).isFalse();
            client.data(1, "still there", false);
            assertThat(client.next(Frame.DATA).text()).isEqualTo("still there");
        }
    }

    @Test
    void anyRequestCanBeTakenOver() {
        try (FrameClient client = connect()) {
            client.post(1, "/echo-stream/call", "content-type", "test/call").data(1, "end", false);
            FrameClient.Answer answer = client.answer(1);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("end");
            assertThat(answer.trailers()).containsEntry("x-status", "0");
        }
    }

    @Test
    void theWindowOpensAsTheProtocolReads() {
        try (FrameClient client = connect()) {
            open(client, 1, "/echo-stream/talk");
            String piece = "x".repeat(10_000);
            int echoed = 0;
            for (int i = 0; i < 30; i++) {
                client.data(1, piece, false);
                for (int left = piece.length(); left > 0; ) {
                    int count = client.next(Frame.DATA).payload().length;
                    client.windowUpdate(0, count).windowUpdate(1, count);
                    left -= count;
                    echoed += count;
                }
            }
            assertThat(echoed).isEqualTo(300_000);
        }
    }

    @Test
    void theWindowStaysShutWhileTheProtocolDoesNotRead() {
        try (FrameClient client = connect()) {
            open(client, 1, "/echo-stream/deaf");
            for (int i = 0; i < 8; i++) {
                client.data(1, "x".repeat(8191), false);
            }
            client.frame(Frame.PING, 0, 0, new byte[8]);
            for (FrameClient.Received frame = client.next();
                    frame != null && frame.type() != Frame.PING;
                    frame = client.next()) {
                boolean opens = frame.type() == Frame.WINDOW_UPDATE && frame.stream() == 1;
                assertThat(opens).isFalse();
            }
            client.data(1, "x".repeat(100), false);
            assertThat(client.error()).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR);
            EchoProtocol.DEAF.release();
        }
    }

    @Test
    void smallPiecesShareAFrame() {
        try (FrameClient client = connect(Frame.INITIAL_WINDOW_SIZE, 2_000_000)) {
            client.windowUpdate(0, 2_000_000);
            open(client, 1, "/echo-stream/flood");
            int frames = 0;
            for (int left = 1_000_000; left > 0; frames++) {
                left -= client.next(Frame.DATA).payload().length;
            }
            assertThat(frames).isLessThan(70);
        }
    }

    @Test
    void aClientThatTakesNothingIsCutByTheWriteTimeout() throws InterruptedException {
        try (FrameClient client = connect()) {
            client.settings(Frame.INITIAL_WINDOW_SIZE, 1000);
            open(client, 1, "/echo-stream/flood");
            assertThat(client.next(Frame.RST_STREAM).int32(0)).isEqualTo(ErrorCode.CANCEL.code());
            assertThat(client.get(3, "/hello").answer(3).body()).isEqualTo("hello");
            assertThat(events(3)).containsExactlyInAnyOrder("open", "lost", "broken");
        }
    }

    private static List<String> events(int count) throws InterruptedException {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event());
        }
        return events;
    }

    @ParameterizedTest
    @ValueSource(strings = {"talk", "flood"})
    void aResetWakesWhoWaits(String what) throws InterruptedException {
        try (FrameClient client = connect()) {
            open(client, 1, "/echo-stream/" + what);
            assertThat(event()).isEqualTo("open");
            client.reset(1);
            assertThat(events(2)).containsExactlyInAnyOrder("lost", "broken");
            assertThat(client.get(3, "/hello").answer(3).body()).isEqualTo("hello");
        }
    }

    @Test
    void aProtocolMayResetItsStream() {
        try (FrameClient client = connect()) {
            open(client, 1, "/echo-stream/talk").data(1, "reset", false);
            assertThat(client.next(Frame.RST_STREAM).int32(0))
                    .isEqualTo(ErrorCode.REFUSED_STREAM.code());
            open(client, 3, "/echo-stream/talk").data(3, "fail", false);
            assertThat(client.next(Frame.RST_STREAM).int32(0)).isEqualTo(ErrorCode.CANCEL.code());
        }
    }

    @Test
    void whoHasTheStreamIsToldThatTheConnectionCloses() throws InterruptedException {
        try (FrameClient client = connect()) {
            open(client, 1, "/echo-stream/talk");
            assertThat(event()).isEqualTo("open");
            Thread stopping = Thread.ofVirtual().start(server::stop);
            assertThat(event()).isEqualTo("closing");
            assertThat(client.next(Frame.GOAWAY).int32(0)).isEqualTo(Integer.MAX_VALUE);
            assertThat(client.data(1, "end", false).next(Frame.DATA).text()).isEqualTo("end");
            assertThat(event()).isEqualTo("ended");
            stopping.join();
        }
    }

    @Test
    void aLostConnectionEndsIt() throws InterruptedException {
        try (FrameClient client = connect()) {
            open(client, 1, "/echo-stream/talk");
            assertThat(event()).isEqualTo("open");
        }
        assertThat(events(2)).containsExactlyInAnyOrder("lost", "broken");
        await().until(() -> server.pool("web").metrics().active() == 0);
    }

    @Test
    void whatNobodySpeaksIs501() {
        try (FrameClient client = connect()) {
            client.frame(
                    Frame.HEADERS,
                    4,
                    1,
                    client.head("CONNECT", "/echo-stream/talk", ":protocol", "unknown"));
            assertThat(client.answer(1).status()).isEqualTo(501);
        }
    }

    /** RFC 8441 section 4: {@code :scheme}, {@code :path}, {@code :authority}; CONNECT alone. */
    @Test
    void aMalformedOneIsAnErrorOfItsStream() {
        try (FrameClient client = connect()) {
            String[][] malformed = {
                {":method", "CONNECT", ":scheme", "http", ":authority", "a"},
                {":method", "CONNECT", ":path", "/echo-stream/talk", ":authority", "a"},
                {":method", "CONNECT", ":scheme", "http", ":path", "/echo-stream/talk"},
                {":method", "GET", ":scheme", "http", ":path", "/hello", ":authority", "a"},
            };
            int id = 1;
            for (String[] fields : malformed) {
                List<String> all = new ArrayList<>(List.of(fields));
                all.add(":protocol");
                all.add(EchoProtocol.NAME);
                client.frame(Frame.HEADERS, 4, id, client.block(all.toArray(String[]::new)));
                FrameClient.Received reset = client.next(Frame.RST_STREAM);
                assertThat(reset.stream()).isEqualTo(id);
                assertThat(reset.int32(0)).isEqualTo(ErrorCode.PROTOCOL_ERROR.code());
                id += 2;
            }
            assertThat(client.get(id, "/hello").answer(id).body()).isEqualTo("hello");
        }
    }

    /** Success would mean that the stream is open (RFC 8441 section 5). */
    @Test
    void anAnswerThatHandsNothingOverIsNoSuccess() {
        try (FrameClient client = connect()) {
            assertThat(open(client, 1, "/hello").answer(1).status()).isEqualTo(405);
            assertThat(open(client, 3, "/nowhere").answer(3).status()).isEqualTo(404);
            client.get(5, "/echo-stream/yes");
            assertThat(client.answer(5).status()).isEqualTo(200);
            assertThat(open(client, 7, "/echo-stream/refused").answer(7).status()).isEqualTo(403);
        }
    }

    @Test
    void anOrdinaryConnectIsAnsweredAsBefore() {
        try (FrameClient client = connect()) {
            client.frame(
                    Frame.HEADERS, 4, 1, client.block(":method", "CONNECT", ":authority", "a:1"));
            assertThat(client.answer(1).status()).isEqualTo(404);
        }
    }

    @Test
    void aConnectionOfHttp11IsHandedOverAlike() throws InterruptedException {
        try (RawClient client = RawClient.tcp(server.port("web"))) {
            client.send(upgrade("/echo-stream/talk") + "first");
            assertThat(client.readUntil("first"))
                    .startsWith("HTTP/1.1 101 ")
                    .contains("Connection: Upgrade\r\n")
                    .contains("Upgrade: " + EchoProtocol.NAME + "\r\n")
                    .containsIgnoringCase("x-by: the route")
                    .containsIgnoringCase("x-from: the protocol")
                    .doesNotContainIgnoringCase("content-length");
            assertThat(event()).isEqualTo("open");
            Thread stopping = Thread.ofVirtual().start(server::stop);
            assertThat(event()).isEqualTo("closing");
            client.send("end");
            client.readUntil("end");
            assertThat(event()).isEqualTo("ended");
            stopping.join();
        }
        assertThat(EchoProtocol.EVENTS).isEmpty();
    }

    @Test
    void filtersStandBeforeAConnectionIsHandedOver() {
        try (RawClient client = RawClient.tcp(server.port("web"))) {
            client.send(upgrade("/echo-stream/refused"));
            assertThat(client.readAnswer().status()).isEqualTo(403);
            client.send("GET /echo-stream/talk HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readAnswer().status()).isEqualTo(426);
        }
    }

    private static String upgrade(String path) {
        return "GET "
                + path
                + " HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: "
                + EchoProtocol.NAME.toUpperCase(java.util.Locale.ROOT)
                + "\r\n\r\n";
    }
}
