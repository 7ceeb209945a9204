package dev.serve.http.h2;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 9113 sections 5 and 8, beyond what h2spec asks: a malformed request is an error of its stream
 * alone, and never reaches a handler.
 */
class Http2RulesTest {

    private static Http2Server server;

    @BeforeAll
    static void start() {
        server = Http2Server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void assertThatStreamAloneIsReset(FrameClient client) {
        FrameClient.Received reset = client.next(Frame.RST_STREAM);
        assertThat(reset.stream()).isEqualTo(1);
        assertThat(reset.int32(0)).isEqualTo(ErrorCode.PROTOCOL_ERROR.code());
        assertThat(client.get(3, "/hello").answer(3).body()).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Upper=a",
                "x y=a",
                "x:y=a",
                "=a",
                "x\u0000=a",
                "x-a=b\r\nx-c: d",
                "x-a=b\nc",
                "x-a=b\u0000c",
                "x-a= b",
                "x-a=b ",
                "connection=close",
                "keep-alive=1",
                "proxy-connection=a",
                "transfer-encoding=chunked",
                "upgrade=h2c",
                "te=gzip",
                "content-length=1",
                "content-length=+0",
                "content-length=0, 0",
                "content-length=99999999999999999999",
                "host=b",
                ":path=/again",
                ":unknown=a",
                ":status=200"
            })
    void resetsAStreamWithAMalformedField(String field) {
        int equals = field.indexOf('=');
        try (FrameClient client = server.connect()) {
            client.get(1, "/hello", field.substring(0, equals), field.substring(equals + 1));
            assertThatStreamAloneIsReset(client);
        }
    }

    @Test
    void resetsAStreamThatRepeatsContentLength() {
        try (FrameClient client = server.connect()) {
            client.get(1, "/hello", "content-length", "0", "content-length", "0");
            assertThatStreamAloneIsReset(client);
        }
    }

    @Test
    void resetsAStreamWithAPseudoHeaderAfterAField() {
        try (FrameClient client = server.connect()) {
            byte[] block =
                    client.block(
                            "x-a", "b", ":method", "GET", ":path", "/hello", ":scheme", "http");
            client.frame(Frame.HEADERS, 5, 1, block);
            assertThatStreamAloneIsReset(client);
        }
    }

    @Test
    void resetsAStreamWithPseudoHeadersInTrailers() {
        try (FrameClient client = server.connect()) {
            client.post(1, "/echo").data(1, "a", false);
            client.frame(Frame.HEADERS, 5, 1, client.block(":status", "200"));
            assertThatStreamAloneIsReset(client);
        }
    }

    @ParameterizedTest
    @CsvSource({"3,ab", "1,ab"})
    void resetsAStreamOfWhichTheContentHasAnotherLength(String length, String content) {
        try (FrameClient client = server.connect()) {
            client.post(1, "/echo", "content-length", length).data(1, content, true);
            assertThatStreamAloneIsReset(client);
        }
    }

    /** The same grammar as on HTTP/1.1, and the same answer. */
    @ParameterizedTest
    @CsvSource({
        ":path,/a b",
        ":path,/%zz",
        ":path,/%00",
        ":path,/%c0%af",
        ":path,/hello#a",
        ":path,hello",
        ":path,http://b/hello",
        ":method,get",
        ":method,G T",
        ":authority,a b",
        ":authority,u@a",
        ":authority,a:99999",
        ":scheme,ftp",
    })
    void answers400ToWhatNoVersionOfHttpAllows(String name, String value) {
        try (FrameClient client = server.connect()) {
            String[] fields = {
                ":method", "GET", ":scheme", "http", ":path", "/hello", ":authority", "a"
            };
            for (int i = 0; i < fields.length; i += 2) {
                fields[i + 1] = fields[i].equals(name) ? value : fields[i + 1];
            }
            client.frame(Frame.HEADERS, 5, 1, client.block(fields));
            assertThat(client.answer(1).status()).isEqualTo(400);
            assertThat(client.get(3, "/hello").answer(3).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/nothing,404",
        "POST,/hello,405",
        "HEAD,/hello,200",
        "BREW,/hello,501",
        "OPTIONS,/hello,204"
    })
    void answersAsHttp11Does(String method, String path, int status) {
        try (FrameClient client = server.connect()) {
            client.frame(Frame.HEADERS, 5, 1, client.head(method, path));
            int answered = client.answer(1).status();
            assertThat(status == 204 ? answered / 100 * 100 + 4 : answered).isEqualTo(status);
        }
    }

    @Test
    void refusesAnUnknownExpectation() {
        try (FrameClient client = server.connect()) {
            assertThat(client.get(1, "/hello", "expect", "magic").answer(1).status())
                    .isEqualTo(417);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:80", "example.com:443", "127.0.0.1:80", "[::1]:80"})
    void opensNoTunnels(String authority) {
        try (FrameClient client = server.connect()) {
            client.frame(
                    Frame.HEADERS,
                    5,
                    1,
                    client.block(":method", "CONNECT", ":authority", authority));
            assertThat(client.answer(1).status()).isEqualTo(404);
        }
    }

    @Test
    void takesHostForAMissingAuthority() {
        try (FrameClient client = server.connect()) {
            client.frame(
                    Frame.HEADERS,
                    5,
                    1,
                    client.block(
                            ":method", "GET", ":scheme", "http", ":path", "/hello", "host", "a"));
            assertThat(client.answer(1).status()).isEqualTo(200);
        }
    }

    @Test
    void understandsABlockInManyFrames() {
        try (FrameClient client = server.connect()) {
            byte[] block = client.head("GET", "/hello", "x-long", "y".repeat(100));
            client.frame(Frame.HEADERS, 1, 1);
            for (int i = 0; i < block.length; i += 10) {
                int end = Math.min(block.length, i + 10);
                client.frame(
                        Frame.CONTINUATION,
                        end == block.length ? 4 : 0,
                        1,
                        java.util.Arrays.copyOfRange(block, i, end));
            }
            assertThat(client.answer(1).body()).isEqualTo("hello");
        }
    }

    @Test
    void understandsFramesByteByByte() {
        try (FrameClient client = FrameClient.silent(server.port())) {
            byte[] head = client.head("POST", "/echo", "content-length", "5");
            java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
            all.writeBytes(Frame.PREFACE);
            all.writeBytes(FrameClient.bytes(Frame.SETTINGS, 0, 0));
            all.writeBytes(FrameClient.bytes(Frame.HEADERS, 4, 1, head));
            byte[] padded = {2, 'h', 'e', 'l', 'l', 'o', 0, 0};
            all.writeBytes(FrameClient.bytes(Frame.DATA, 9, 1, padded));
            for (byte octet : all.toByteArray()) {
                client.write(octet);
            }
            assertThat(client.answer(1).body()).isEqualTo("hello");
        }
    }

    @Test
    void endsAConnectionThatSendsMoreThanItsWindow() {
        try (Http2Server small = Http2Server.http2(http2 -> http2.initialWindowSize(1000));
                FrameClient client = small.connect()) {
            client.post(1, "/hold").data(1, "x".repeat(600), false).data(1, "x".repeat(600), false);
            assertThat(client.error()).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR);
        }
    }

    @Test
    void opensAWindowAsTheHandlerReads() {
        try (Http2Server small = Http2Server.http2(http2 -> http2.initialWindowSize(1000));
                FrameClient client = small.connect()) {
            client.post(1, "/stream");
            for (int i = 0; i < 20; i++) {
                client.data(1, "x".repeat(500), false);
                FrameClient.Received update = client.next(Frame.WINDOW_UPDATE);
                while (update.stream() != 1) {
                    update = client.next(Frame.WINDOW_UPDATE);
                }
                assertThat(update.int32(0)).isEqualTo(500);
            }
            client.data(1, "", true);
            assertThat(client.answer(1).status()).isEqualTo(200);
        }
    }

    /** RFC 9113 section 6.5.3: what new settings allow comes after their acknowledgement. */
    @RepeatedTest(20)
    void sendsNothingThatSettingsAllowBeforeItAcknowledgesThem() {
        try (FrameClient client = server.connect(Frame.INITIAL_WINDOW_SIZE, 0)) {
            client.next(Frame.SETTINGS);
            client.get(1, "/big/1000").get(3, "/big/1000").settings(Frame.INITIAL_WINDOW_SIZE, 1);
            int acknowledged = 0;
            int bytes = 0;
            while (bytes < 2) {
                FrameClient.Received frame = requireNonNull(client.next(), "the connection ended");
                if (frame.type() == Frame.SETTINGS && frame.flags() == Frame.ACK) {
                    acknowledged++;
                } else if (frame.type() == Frame.DATA) {
                    assertThat(acknowledged).as("acknowledged before data").isEqualTo(2);
                    bytes += frame.payload().length;
                }
            }
        }
    }

    @Test
    void keepsNoAnswerForAWindowThatACloseOfTheClientLeavesShut() {
        try (FrameClient client = server.connect(Frame.INITIAL_WINDOW_SIZE, 0)) {
            client.get(1, "/big/1000").next(Frame.HEADERS);
            client.endOutput();
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void keepsNoAnswersForAConnectionThatACloseOfTheClientLeavesShut() {
        try (FrameClient client = server.connect(Frame.INITIAL_WINDOW_SIZE, 1_000_000)) {
            client.get(1, "/big/100000").get(3, "/big/100000").next(Frame.DATA);
            client.endOutput();
            assertThat(client.isEnded()).isTrue();
        }
    }
}
