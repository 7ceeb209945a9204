package dev.serve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.ExpectLog;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What any client needs, on a listener of ours. */
class Http2EngineTest {

    private final Http2Server server = Http2Server.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersAGet() {
        try (FrameClient client = server.connect()) {
            FrameClient.Answer answer = client.get(1, "/hello").answer(1);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.fields())
                    .containsEntry("content-length", "5")
                    .containsKeys("date", "content-type")
                    .doesNotContainKey("connection");
        }
    }

    @Test
    void answersARepeatedRequestWithFewBytes() {
        try (FrameClient client = server.connect()) {
            client.get(1, "/hello").answer(1);
            client.get(3, "/hello");
            assertThat(client.next(Frame.HEADERS).payload()).hasSizeLessThan(40);
            client.get(5, "/hello");
            assertThat(client.next(Frame.HEADERS).payload()).hasSizeLessThan(40);
        }
    }

    @Test
    void answersManyStreamsAtOnce() {
        try (FrameClient client = server.connect()) {
            for (int id = 1; id < 200; id += 2) {
                client.get(id, "/hello");
            }
            for (int answers = 0; answers < 100; ) {
                FrameClient.Received frame = client.next(Frame.DATA);
                assertThat(frame.text()).isEqualTo("hello");
                answers += frame.endsStream() ? 1 : 0;
            }
        }
    }

    @Test
    void echoesABody() {
        try (FrameClient client = server.connect()) {
            client.post(1, "/echo").data(1, "hel", false).data(1, "lo", true);
            assertThat(client.answer(1).body()).isEqualTo("hello");
        }
    }

    @Test
    void streamsBothWaysAtATime() {
        try (FrameClient client = server.connect()) {
            client.post(1, "/stream");
            String part = "x".repeat(10_000);
            for (int i = 0; i < 50; i++) {
                client.data(1, part, false);
            }
            client.data(1, "", true);
            assertThat(client.answer(1).body()).hasSize(500_000);
        }
    }

    @Test
    void sendsALargeAnswerAsTheWindowsAllow() {
        try (FrameClient client = server.connect(Frame.INITIAL_WINDOW_SIZE, 1000)) {
            assertThat(client.get(1, "/big/300000").answer(1).body()).hasSize(300_000);
        }
    }

    @Test
    void aStreamWithoutAWindowHoldsNoOtherUp() {
        try (FrameClient client = server.connect(Frame.INITIAL_WINDOW_SIZE, 10)) {
            client.get(1, "/big/20000");
            for (int id = 3; id < 100; id += 2) {
                assertThat(client.get(id, "/hello").answer(id).body()).isEqualTo("hello");
            }
            assertThat(client.windowUpdate(1, 100_000).answer(1).body()).isNotEmpty();
        }
    }

    @Test
    void sendsTrailers() {
        try (FrameClient client = server.connect()) {
            FrameClient.Answer answer = client.get(1, "/trailers").answer(1);
            assertThat(answer.body()).isEqualTo("a");
            assertThat(answer.trailers()).containsEntry("x-sum", "97");
        }
    }

    @Test
    void answersHeadWithTheHeadOfGet() {
        try (FrameClient client = server.connect()) {
            client.frame(Frame.HEADERS, 5, 1, client.head("HEAD", "/hello"));
            FrameClient.Answer answer = client.answer(1);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.fields()).containsEntry("content-length", "5");
        }
    }

    @Test
    void cutsShortABodyThatNobodyReads() {
        try (FrameClient client = server.connect()) {
            client.post(1, "/unread").data(1, "abc", false);
            assertThat(client.answer(1).body()).isEqualTo("no");
            FrameClient.Received reset = client.next(Frame.RST_STREAM);
            assertThat(reset.stream()).isEqualTo(1);
            assertThat(reset.int32(0)).isEqualTo(ErrorCode.NO_ERROR.code());
            client.data(1, "still on its way", true);
            assertThat(client.get(3, "/hello").answer(3).body()).isEqualTo("hello");
        }
    }

    @Test
    void joinsACookieThatCameInCrumbs() {
        try (FrameClient client = server.connect()) {
            client.get(1, "/fields", "cookie", "a=1", "x-b", "c", "cookie", "b=2");
            assertThat(client.answer(1).body().toLowerCase(java.util.Locale.ROOT))
                    .contains("cookie=[a=1; b=2]")
                    .contains("host=[a]")
                    .contains("x-b=[c]");
        }
    }

    @Test
    void sendsCharactersBeyondAsciiAsQuestionMarks() {
        try (FrameClient client = server.connect()) {
            assertThat(client.get(1, "/latin").answer(1).fields()).containsEntry("x-name", "caf?");
        }
    }

    @Test
    @ExpectLog(value = "Internal server error", logger = "io.helidon")
    void splitsNoAnswer() {
        try (FrameClient client = server.connect()) {
            FrameClient.Answer answer = client.get(1, "/split").answer(1);
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.fields()).doesNotContainKeys("x-b", "x-a");
        }
    }

    @Test
    @ExpectLog(value = "Internal server error", logger = "io.helidon")
    void tellsNothingOfAFailure() {
        try (FrameClient client = server.connect()) {
            FrameClient.Answer answer = client.get(1, "/fail").answer(1);
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("secret");
        }
    }

    @Test
    void tellsAHandlerThatItsStreamWasReset() throws InterruptedException {
        try (FrameClient client = server.connect()) {
            client.post(1, "/until-broken").data(1, "abc", false);
            assertThat(server.entered.await(5, TimeUnit.SECONDS)).isTrue();
            client.reset(1);
            assertThat(server.broken.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(client.get(3, "/hello").answer(3).status()).isEqualTo(200);
        }
    }

    @Test
    void asksForTheBodyOfWhoExpectsToBeAsked() {
        try (FrameClient client = server.connect()) {
            client.post(1, "/echo", "expect", "100-continue");
            FrameClient.Received interim = client.next(Frame.HEADERS);
            assertThat(interim.fields()).containsEntry(":status", "100");
            assertThat(client.data(1, "hi", true).answer(1).body()).isEqualTo("hi");
        }
    }

    @Test
    void answersAPing() {
        try (FrameClient client = server.connect()) {
            client.frame(Frame.PING, 0, 0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
            FrameClient.Received answer = client.next(Frame.PING);
            assertThat(answer.flags()).isEqualTo(Frame.ACK);
            assertThat(answer.payload()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        }
    }

    @Test
    void servesTheRequestOfAnUpgradeOnStreamOne() {
        try (FrameClient client = FrameClient.silent(server.port())) {
            client.write(
                    """
                    GET /hello HTTP/1.1\r
                    Host: a\r
                    Connection: Upgrade, HTTP2-Settings\r
                    Upgrade: h2c\r
                    HTTP2-Settings: AAMAAABkAAQAAP__\r
                    \r
                    """
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(client.line()).startsWith("HTTP/1.1 101");
            while (!client.line().isEmpty()) {
                // To the end of the head.
            }
            client.write(Frame.PREFACE).settings();
            assertThat(client.answer(1).body()).isEqualTo("hello");
            assertThat(client.get(3, "/hello").answer(3).body()).isEqualTo("hello");
        }
    }
}
