package dev.serve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Limits and deadlines, each by its key, and how a connection ends. */
class Http2LimitsTest {

    @Test
    void refusesAStreamTooManyAndServesTheOthers() throws InterruptedException {
        try (Http2Server server = Http2Server.http2(http2 -> http2.maxConcurrentStreams(2));
                FrameClient client = server.connect()) {
            client.get(1, "/wait").get(3, "/wait");
            assertThat(server.entered.await(5, TimeUnit.SECONDS)).isTrue();
            client.get(5, "/hello");
            FrameClient.Received reset = client.next(Frame.RST_STREAM);
            assertThat(reset.stream()).isEqualTo(5);
            assertThat(reset.int32(0)).isEqualTo(ErrorCode.REFUSED_STREAM.code());
            server.release.countDown();
            assertThat(client.answer(3).body()).isEqualTo("waited");
            assertThat(client.get(7, "/hello").answer(7).body()).isEqualTo("hello");
        }
    }

    @Test
    void aBurstOfAnyLengthEndsNoConnection() {
        try (Http2Server server = Http2Server.http2(http2 -> http2.maxConcurrentStreams(2));
                FrameClient client = server.connect()) {
            for (int id = 1; id < 6000; id += 2) {
                client.get(id, "/hello");
            }
            client.frame(Frame.PING, 0, 0, new byte[8]);
            while (client.next(Frame.PING).flags() != Frame.ACK) {
                // Our own.
            }
            await().until(() -> client.get(6001, "/hello").answer(6001).status() == 200);
        }
    }

    @Test
    void answers431ToALargeHeaderListAndKeepsTheTablesRight() {
        try (Http2Server server = Http2Server.start();
                FrameClient client = server.connect()) {
            client.get(1, "/hello", "x-a", "b".repeat(900), "x-long", "c".repeat(8000));
            assertThat(client.answer(1).status()).isEqualTo(431);
            assertThat(client.get(3, "/fields", "x-a", "b".repeat(900)).answer(3).body())
                    .contains("b".repeat(900));
        }
    }

    @Test
    void answers413AtOnceToALargeContentLength() {
        try (Http2Server server = Http2Server.http(http -> http.maxBodySize(100));
                FrameClient client = server.connect()) {
            client.post(1, "/echo", "content-length", "101");
            assertThat(client.answer(1).status()).isEqualTo(413);
            client.post(3, "/echo").data(3, "x".repeat(101), false);
            assertThat(client.answer(3).status()).isEqualTo(413);
            assertThat(client.get(5, "/hello").answer(5).status()).isEqualTo(200);
        }
    }

    @Test
    void takesFramesOfTheConfiguredSize() {
        try (Http2Server server = Http2Server.http2(http2 -> http2.maxFrameSize(100_000));
                FrameClient client = server.connect()) {
            client.post(1, "/echo").data(1, "x".repeat(99_000), true);
            assertThat(client.answer(1).body()).hasSize(99_000);
            client.post(3, "/echo").data(3, "x".repeat(100_001), true);
            assertThat(client.error()).isEqualTo(ErrorCode.FRAME_SIZE_ERROR);
        }
    }

    @Test
    void holdsNoMoreBodiesThanTheMemoryOfASession() throws InterruptedException {
        try (Http2Server server = Http2Server.http2(http2 -> http2.maxSessionMemory(128 << 10));
                FrameClient client = server.connect()) {
            client.post(1, "/hold");
            assertThat(server.entered.await(5, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 7; i++) {
                client.data(1, "x".repeat(16_000), false);
            }
            assertThat(client.error()).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR);
        }
    }

    @Test
    void refusesStreamsBeyondTheMemoryOfASession() {
        try (Http2Server server = Http2Server.http2(http2 -> http2.maxSessionMemory(128 << 10));
                FrameClient client = server.connect()) {
            for (int id = 1; id < 60; id += 2) {
                client.get(id, "/wait", "x-large", "y".repeat(5000));
            }
            FrameClient.Received reset = client.next(Frame.RST_STREAM);
            assertThat(reset.int32(0)).isEqualTo(ErrorCode.REFUSED_STREAM.code());
            server.release.countDown();
        }
    }

    @Test
    void answers503OnTheStreamOfARequestThatTakesTooLong() {
        try (Http2Server server =
                        Http2Server.pool(pool -> pool.requestTimeout(Duration.ofMillis(200)));
                FrameClient client = server.connect()) {
            client.get(1, "/wait");
            assertThat(client.answer(1).status()).isEqualTo(503);
            FrameClient.Received reset = client.next(Frame.RST_STREAM);
            assertThat(reset.int32(0)).isEqualTo(ErrorCode.CANCEL.code());
            client.post(3, "/until-broken").data(3, "a", false);
            assertThat(client.answer(3).status()).isEqualTo(408);
            assertThat(client.get(5, "/hello").answer(5).body()).isEqualTo("hello");
        }
    }

    @Test
    void answers408ToABodyThatDoesNotCome() {
        try (Http2Server server =
                        Http2Server.pool(pool -> pool.bodyTimeout(Duration.ofMillis(200)));
                FrameClient client = server.connect()) {
            client.post(1, "/echo").data(1, "a", false);
            assertThat(client.answer(1).status()).isEqualTo(408);
            assertThat(client.get(3, "/hello").answer(3).body()).isEqualTo("hello");
        }
    }

    @Test
    void resetsAnAnswerThatNobodyTakes() {
        try (Http2Server server =
                        Http2Server.pool(pool -> pool.writeTimeout(Duration.ofMillis(300)));
                FrameClient client = server.connect(Frame.INITIAL_WINDOW_SIZE, 0)) {
            client.get(1, "/hello").get(3, "/big/100000");
            assertThat(client.next(Frame.RST_STREAM).int32(0)).isEqualTo(ErrorCode.CANCEL.code());
            assertThat(client.next(Frame.RST_STREAM).int32(0)).isEqualTo(ErrorCode.CANCEL.code());
        }
    }

    @Test
    void asksASilentClientWhetherItIsThere() {
        try (Http2Server server =
                        Http2Server.http2(
                                http2 ->
                                        http2.keepAliveTime(Duration.ofMillis(200))
                                                .pingTimeout(Duration.ofMillis(400)));
                FrameClient client = server.connect()) {
            FrameClient.Received ping = client.next(Frame.PING);
            client.frame(Frame.PING, Frame.ACK, 0, ping.payload());
            assertThat(client.next(Frame.PING).flags()).isZero();
            assertThat(client.next(Frame.GOAWAY).int32(4)).isZero();
            assertThat(client.next()).isNull();
        }
    }

    @Test
    void tellsAnIdleClientBeforeItCloses() {
        try (Http2Server server =
                        Http2Server.pool(pool -> pool.keepAliveTimeout(Duration.ofSeconds(1)));
                FrameClient client = server.connect()) {
            client.get(1, "/hello").answer(1);
            assertThat(client.next(Frame.GOAWAY).int32(4)).isZero();
        }
    }

    @Test
    void wantsItsSettingsAcknowledged() {
        try (Http2Server server =
                        Http2Server.pool(pool -> pool.headersTimeout(Duration.ofMillis(300)));
                FrameClient client = FrameClient.silent(server.port())) {
            client.write(Frame.PREFACE).settings();
            assertThat(client.unacknowledged()).isEqualTo(ErrorCode.SETTINGS_TIMEOUT);
        }
    }

    @Test
    void waitsForAHeaderBlockNoLongerThanForAHead() {
        try (Http2Server server =
                        Http2Server.pool(pool -> pool.headersTimeout(Duration.ofMillis(300)));
                FrameClient client = server.connect()) {
            client.get(1, "/hello").answer(1);
            client.frame(Frame.HEADERS, 0, 3, client.head("GET", "/hello"));
            assertThat(client.error()).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM);
        }
    }

    @Test
    void saysGoodbyeInTwoPhasesAndServesWhatIsOpen() throws InterruptedException {
        try (Http2Server server = Http2Server.start();
                FrameClient client = server.connect()) {
            client.get(1, "/wait");
            assertThat(server.entered.await(5, TimeUnit.SECONDS)).isTrue();
            Thread stopping = Thread.ofVirtual().start(() -> server.server().stop());
            FrameClient.Received first = client.next(Frame.GOAWAY);
            assertThat(first.int32(0)).isEqualTo(Integer.MAX_VALUE);
            assertThat(first.int32(4)).isZero();
            // On its way before the client could know.
            client.get(3, "/hello");
            FrameClient.Received ping = client.next(Frame.PING);
            assertThat(client.answer(3).body()).isEqualTo("hello");
            client.frame(Frame.PING, Frame.ACK, 0, ping.payload());
            FrameClient.Received last = client.next(Frame.GOAWAY);
            assertThat(last.int32(0)).isEqualTo(3);
            server.release.countDown();
            assertThat(client.answer(1).body()).isEqualTo("waited");
            stopping.join();
        }
    }

    @Test
    void servesWhatIsOpenWhenTheClientGoesAway() throws InterruptedException {
        try (Http2Server server = Http2Server.start();
                FrameClient client = server.connect()) {
            client.get(1, "/wait");
            assertThat(server.entered.await(5, TimeUnit.SECONDS)).isTrue();
            client.frame(Frame.GOAWAY, 0, 0, new byte[8]);
            server.release.countDown();
            FrameClient.Received head = client.next(Frame.HEADERS);
            assertThat(head.fields()).containsEntry(":status", "200");
            assertThat(client.next(Frame.DATA).text()).isEqualTo("waited");
        }
    }
}
