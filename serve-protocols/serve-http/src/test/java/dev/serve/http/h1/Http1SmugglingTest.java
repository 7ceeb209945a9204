package dev.serve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RFC 9112 sections 5, 6, 7 and 11.2: what two parsers may read differently is refused, and nothing
 * after it is a request. Each case is followed by a second request, which must not be run.
 */
class Http1SmugglingTest {

    private static OurServer server;

    @BeforeAll
    static void start() {
        server = OurServer.with(routes -> {});
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"lengths", "codings", "fields", "lines"})
    void isAnswered400AndNothingAfterItIsARequest(String name, String head, String body) {
        refuses("POST /echo HTTP/1.1\r\nHost: a\r\n" + head + "\r\n\r\n" + body);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chunks")
    void aBrokenBodyIsAnswered400AndNothingAfterItIsARequest(String name, String body) {
        refuses("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    }

    private static void refuses(String request) {
        int before = server.seconds();
        try (RawClient client = server.connect()) {
            client.send(request + OurServer.SECOND + OurServer.SECOND);
            RawAnswer answer = client.readAnswer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Connection")).contains("close");
            assertThat(answer.body()).doesNotContain("Exception", "java", "dev.serve");
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(server.seconds()).isEqualTo(before);
    }

    static Stream<Arguments> lengths() {
        return Stream.of(
                arguments("repeated length", "Content-Length: 1\r\nContent-Length: 1", "a"),
                arguments("two lengths", "Content-Length: 1\r\nContent-Length: 2", "ab"),
                arguments("list of lengths", "Content-Length: 5, 6", "abcdef"),
                arguments("list of equal lengths", "Content-Length: 5, 5", "abcde"),
                arguments("length with plus", "Content-Length: +5", "abcde"),
                arguments("length of minus zero", "Content-Length: -0", ""),
                arguments("negative length", "Content-Length: -1", ""),
                arguments("hexadecimal length", "Content-Length: 0x5", "abcde"),
                arguments("length in letters", "Content-Length: a", "abcdefghij"),
                arguments("empty length", "Content-Length:", ""),
                arguments("length with a space", "Content-Length: 1 0", "abcdefghij"),
                arguments("fraction of a length", "Content-Length: 5.0", "abcde"),
                arguments("length beyond a long", "Content-Length: 18446744073709551621", "abcde"),
                arguments("largest long and one", "Content-Length: 9223372036854775808", "abcde"),
                arguments(
                        "length of many zeros", "Content-Length: " + "0".repeat(30) + "5", "abcde"),
                arguments("length with underscore", "Content-Length: 0_5", "abcde"),
                arguments("length in other digits", "Content-Length: \u00b2", "ab"));
    }

    static Stream<Arguments> codings() {
        String chunks = "5\r\nabcde\r\n0\r\n\r\n";
        return Stream.of(
                arguments(
                        "length with coding",
                        "Content-Length: 15\r\nTransfer-Encoding: chunked",
                        chunks),
                arguments(
                        "coding with length",
                        "Transfer-Encoding: chunked\r\nContent-Length: 15",
                        chunks),
                arguments("coding not last", "Transfer-Encoding: chunked, gzip", chunks),
                arguments("another coding", "Transfer-Encoding: identity", chunks),
                arguments("unknown coding", "Transfer-Encoding: x-unknown", chunks),
                arguments("coding before chunked", "Transfer-Encoding: gzip, chunked", chunks),
                arguments("unknown before chunked", "Transfer-Encoding: x, chunked", chunks),
                arguments("chunked and an empty element", "Transfer-Encoding: chunked,", chunks),
                arguments("empty element and chunked", "Transfer-Encoding: , chunked", chunks),
                arguments("coding with a tail", "Transfer-Encoding: chunkedx", chunks),
                arguments("coding with a parameter", "Transfer-Encoding: chunked;q=1", chunks),
                arguments("coding in quotes", "Transfer-Encoding: \"chunked\"", chunks),
                arguments("empty coding", "Transfer-Encoding:", chunks),
                arguments("coding twice", "Transfer-Encoding: chunked, chunked", chunks),
                arguments(
                        "repeated coding",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                        chunks),
                arguments(
                        "coding after another field",
                        "Transfer-Encoding: x\r\nTransfer-Encoding: chunked",
                        chunks),
                arguments(
                        "coding after a vertical tab", "Transfer-Encoding: \u000bchunked", chunks));
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                arguments("folded field", "X: a\r\n b", ""),
                arguments("folded with a tab", "X: a\r\n\tb", ""),
                arguments("empty name", ": a", ""),
                arguments("space before colon", "Content-Length : 5", "abcde"),
                arguments("tab before colon", "Content-Length\t: 5", "abcde"),
                arguments("space in a name", "X Y: a", ""),
                arguments("no colon", "X", ""),
                arguments("NUL in a name", "X\u0000: a", ""),
                arguments("NUL in a value", "X: a\u0000b", ""),
                arguments("control in a value", "X: a\u0001b", ""),
                arguments("DEL in a value", "X: a\u007fb", ""),
                arguments("CR in a value", "X: a\rb", ""),
                arguments("CR before the line end", "X: a\r\r", ""),
                arguments("parenthesis in a name", "X(: a", ""),
                arguments("byte beyond ASCII in a name", "X\u00e4: a", ""));
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                arguments("bare LF after a field", "X: a\nContent-Length: 5", "abcde"),
                arguments("bare LF at the end of the head", "X: a\n", ""),
                arguments("CR and CRLF", "X: a\r\r\nY: b", ""));
    }

    static Stream<Arguments> chunks() {
        return Stream.of(
                arguments("negative size", "-5\r\nabcde\r\n0\r\n\r\n"),
                arguments("size with plus", "+5\r\nabcde\r\n0\r\n\r\n"),
                arguments("size with 0x", "0x5\r\nabcde\r\n0\r\n\r\n"),
                arguments("size with underscore", "0_5\r\nabcde\r\n0\r\n\r\n"),
                arguments("space before a size", " 5\r\nabcde\r\n0\r\n\r\n"),
                arguments("space after a size", "5 \r\nabcde\r\n0\r\n\r\n"),
                arguments("no size", "\r\nabcde\r\n0\r\n\r\n"),
                arguments("size in other letters", "g\r\nabcde\r\n0\r\n\r\n"),
                arguments("size beyond a long", "10000000000000005\r\nabcde\r\n0\r\n\r\n"),
                arguments("sizes that wrap", "FFFFFFFFFFFFFFFF\r\nabcde\r\n0\r\n\r\n"),
                arguments("thousands of zeros", "0".repeat(5_000) + "5\r\nabcde\r\n0\r\n\r\n"),
                arguments(
                        "endless extension", "5;" + "x".repeat(20_000) + "\r\nabcde\r\n0\r\n\r\n"),
                arguments(
                        "extensions without end",
                        ("1;" + "x".repeat(1_000) + "\r\na\r\n").repeat(20) + "0\r\n\r\n"),
                arguments("NUL in an extension", "5;a=\u0000\r\nabcde\r\n0\r\n\r\n"),
                arguments("open quote in an extension", "5;a=\"b\r\nabcde\r\n0\r\n\r\n"),
                arguments("escaped end of a quote", "5;a=\"b\\\"\r\nabcde\r\n0\r\n\r\n"),
                arguments("words after a quote", "5;a=\"b\"c\r\nabcde\r\n0\r\n\r\n"),
                arguments("extension without a name", "5;=a\r\nabcde\r\n0\r\n\r\n"),
                arguments("extension without a value", "5;a=\r\nabcde\r\n0\r\n\r\n"),
                arguments("nothing after a semicolon", "5;\r\nabcde\r\n0\r\n\r\n"),
                arguments("space in an extension", "5;a b\r\nabcde\r\n0\r\n\r\n"),
                arguments("bare LF after a size", "5\nabcde\r\n0\r\n\r\n"),
                arguments("bare LF in an extension", "5;a\nabcde\r\n0\r\n\r\n"),
                arguments("bare CR after a size", "5\rabcde\r\n0\r\n\r\n"),
                arguments("no line end after a chunk", "5\r\nabcde0\r\n\r\n"),
                arguments("bare LF after a chunk", "5\r\nabcde\n0\r\n\r\n"),
                arguments("extra line end after a chunk", "5\r\nabcde\r\n\r\n0\r\n\r\n"),
                arguments("chunk longer than its size", "2\r\nabcde\r\n0\r\n\r\n"),
                arguments("chunk shorter than its size", "8\r\nabcde\r\n0\r\n\r\n"),
                arguments("trailer that frames", "0\r\nContent-Length: 5\r\n\r\n"),
                arguments("trailer that codes", "0\r\nTransfer-Encoding: chunked\r\n\r\n"),
                arguments("trailer that routes", "0\r\nHost: b\r\n\r\n"),
                arguments("trailer that authenticates", "0\r\nAuthorization: x\r\n\r\n"),
                arguments("trailer without a colon", "0\r\nX\r\n\r\n"),
                arguments("folded trailer", "0\r\nX: a\r\n b\r\n\r\n"),
                arguments("trailer without a name", "0\r\n: a\r\n\r\n"),
                arguments("NUL in a trailer", "0\r\nX: \u0000\r\n\r\n"),
                arguments("space before the colon of a trailer", "0\r\nX : a\r\n\r\n"),
                arguments("bare LF after the last chunk", "0\n\r\n"),
                arguments("bare LF after a trailer", "0\r\nX: a\n\r\n"));
    }
}
