package dev.serve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
    void answers414ToALongPathAnd431ToManyFields() {
        try (Http2Server server =
                        Http2Server.http(http -> http.maxRequestLine(1024).maxHeaderCount(10));
                FrameClient client = server.connect()) {
            String path = "/hello?" + "x".repeat(1024 - "GET /hello? HTTP/1.1".length());
            assertThat(client.get(1, path).answer(1).status()).isEqualTo(200);
            assertThat(client.get(3, path + "x").answer(3).status()).isEqualTo(414);
            // With Host, and with the cookie in crumbs as one.
            String[] fields = new String[20];
            for (int i = 0; i < 10; i++) {
                fields[2 * i] = i > 6 ? "cookie" : "x-" + i;
                fields[2 * i + 1] = "a";
            }
            assertThat(client.get(5, "/hello", fields).answer(5).status()).isEqualTo(200);
            fields[14] = "x-8";
            fields[16] = "x-9";
            fields[18] = "x-10";
            assertThat(client.get(7, "/hello", fields).answer(7).status()).isEqualTo(431);
        }
    }

    @Test
    void answers408ToABodyThatComesTooSlowly() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        try (Http2Server server = Http2Server.pool(pool -> pool.minBodyRate(1_000_000));
                FrameClient client = server.connect()) {
            client.get(1, "/hello").answer(1);
            client.post(3, "/echo");
            Thread sending = Thread.ofVirtual().start(() -> trickle(client, answered));
            assertThat(client.answer(3).status()).isEqualTo(408);
            answered.countDown();
            sending.join();
        }
    }

    private static void trickle(FrameClient client, CountDownLatch end) {
        try {
            while (!end.await(200, TimeUnit.MILLISECONDS)) {
                client.data(3, "a", false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Bodies that nobody reads have filled what the connection may hold. */
    @Test
    void aSlowStreamStallsNoNeighbour() {
        try (Http2Server server =
                        Http2Server.http2(
                                http2 ->
                                        http2.maxSessionMemory(1 << 20)
                                                .initialWindowSize(256 << 10));
                FrameClient client = server.connect()) {
            for (int id = 1; id <= 5; id += 2) {
                client.post(id, "/hold");
                for (int sent = 0; sent < 256 << 10; sent += 1 << 14) {
                    client.data(id, "x".repeat(1 << 14), false);
                }
            }
            client.post(7, "/echo");
            long begin = System.nanoTime();
            FrameClient.Received reset = client.next(Frame.RST_STREAM);
            assertThat(reset.stream()).isLessThan(7);
            assertThat(reset.int32(0)).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM.code());
            client.data(7, "there is room again", true);
            assertThat(client.answer(7).body()).isEqualTo("there is room again");
            assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(3));
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
        try (Http2Server server =
                        Http2Server.http2(
                                http2 ->
                                        http2.maxSessionMemory(128 << 10)
                                                .initialWindowSize(64 << 10));
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
        try (Http2Server server =
                        Http2Server.http2(
                                http2 ->
                                        http2.maxSessionMemory(128 << 10)
                                                .initialWindowSize(64 << 10));
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

    /** By a client that is slow, and takes one answer after the other. */
    @Test
    void doesNotResetAnAnswerThatWaitsItsTurn() throws InterruptedException {
        try (Http2Server server =
                        Http2Server.pool(pool -> pool.writeTimeout(Duration.ofMillis(1500)));
                FrameClient client = server.connect(Frame.INITIAL_WINDOW_SIZE, 10_000_000)) {
            client.get(1, "/big/1000000").get(3, "/big/100000");
            CountDownLatch never = new CountDownLatch(1);
            FrameClient.Received frame;
            do {
                frame = client.next(Frame.DATA);
                assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
                client.windowUpdate(0, frame.payload().length);
            } while (frame.stream() != 3 || !frame.endsStream());
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
            assertThat(client.acknowledgingNothing().error()).isEqualTo(ErrorCode.SETTINGS_TIMEOUT);
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
