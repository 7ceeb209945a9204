package dev.serve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever comes, and however it is cut: the same requests, the same refusals. */
class Http1ParsingPropertiesTest {

    private static final String CHUNKED =
            "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    @Property(tries = 2_000)
    void anyCutOfTheBytesGivesTheSameRequests(
            @ForAll("connections") String connection,
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 40) Integer> cuts) {
        byte[] bytes = connection.getBytes(StandardCharsets.ISO_8859_1);
        int[] parts = cuts.stream().mapToInt(Integer::intValue).toArray();
        assertThat(Transcript.of(bytes, parts)).isEqualTo(Transcript.of(bytes));
    }

    @Property(tries = 500)
    void oneByteAtATimeGivesTheSameRequests(@ForAll("connections") String connection) {
        byte[] bytes = connection.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Transcript.of(bytes, 1)).isEqualTo(Transcript.of(bytes));
    }

    /** Pieces of requests, right and wrong, one after another. */
    @Provide
    Arbitrary<String> connections() {
        Arbitrary<String> pieces =
                Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(6, Arbitraries.of(WHOLE)),
                        net.jqwik.api.Tuple.of(2, Arbitraries.of(PIECES)),
                        net.jqwik.api.Tuple.of(
                                1,
                                Arbitraries.strings()
                                        .withCharRange('\0', '\u00ff')
                                        .ofMaxLength(30)));
        return pieces.list().ofMinSize(1).ofMaxSize(6).map(list -> String.join("", list));
    }

    private static final List<String> WHOLE =
            List.of(
                    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                    "GET /a/../b?c=d HTTP/1.1\r\nHost: a:80\r\nAccept: */*\r\naccept: x\r\n\r\n",
                    "GET http://b/%C3%A4 HTTP/1.1\r\nHost: a\r\nConnection: close, x\r\n\r\n",
                    "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde",
                    CHUNKED + "5;a=b\r\nabcde\r\n0\r\nX-Sum: 5\r\n\r\n",
                    "POST /x HTTP/1.0\r\nContent-Length: 0\r\n\r\n",
                    "\r\nOPTIONS * HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n");

    private static final List<String> PIECES =
            List.of(
                    "GET / HTTP/1.1\r\n",
                    "Host: a\r\n",
                    "Content-Length: 3\r\n",
                    "Transfer-Encoding: chunked\r\n",
                    "X: " + "y".repeat(600) + "\r\n",
                    "GET /" + "z".repeat(300) + " HTTP/1.1\r\n",
                    "GET /%c0%af HTTP/1.1\r\nHost: a\r\n\r\n",
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
                    "7d1\r\n",
                    "5\r\nabc",
                    "0\r\n",
                    "\r\n",
                    "\r",
                    "\n",
                    " ",
                    ":");
}
