package dev.serve.bench;

import dev.serve.http.hpack.HeaderBlock;
import dev.serve.http.hpack.HpackDecoder;
import dev.serve.http.hpack.HpackEncoder;
import dev.serve.http.hpack.HpackException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.MetaData;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Decoding the header block of a request, by our decoder and by Jetty's. Both give what their
 * engines go on with: ours the fields in one array, Jetty's its {@code MetaData}. Run: {@code java
 * -jar serve-bench.jar Hpack -prof gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HpackBenchmark {

    private static final int LARGEST_LIST = 16 << 10;

    /** What a block holds. */
    public enum Kind {
        /** All named by the tables, as in the second request of a connection. */
        REPEATED,
        /** Literals, coded by Huffman where that is shorter, that go into no table. */
        LITERAL
    }

    private static final String[] BROWSER = {
        ":method", "GET",
        ":scheme", "https",
        ":path", "/users/42/orders/7?expand=lines",
        ":authority", "www.example.org",
        "user-agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)",
        "accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "accept-encoding", "gzip, deflate, br",
        "accept-language", "en-GB,en;q=0.5",
        "cookie", "session=0123456789abcdef0123456789abcdef",
        "priority", "u=1, i"
    };

    /** How the fields come. */
    @Param({"REPEATED", "LITERAL"})
    Kind kind;

    private final HpackDecoder serve = new HpackDecoder();
    private final org.eclipse.jetty.http2.hpack.HpackDecoder jetty =
            new org.eclipse.jetty.http2.hpack.HpackDecoder(LARGEST_LIST, System::nanoTime);
    private byte[] block = new byte[0];

    /** Encodes the block, and puts into both tables what it refers to. */
    @Setup
    public void setUp() throws Exception {
        HpackEncoder encoder = new HpackEncoder();
        if (kind == Kind.LITERAL) {
            encoder.tableSize(0);
        }
        byte[] first = encode(encoder);
        serve.decode(first, 0, first.length, new HeaderBlock(LARGEST_LIST));
        jetty.decode(ByteBuffer.wrap(first));
        block = encode(encoder);
    }

    private static byte[] encode(HpackEncoder encoder) {
        encoder.begin();
        for (int i = 0; i < BROWSER.length; i += 2) {
            encoder.field(BROWSER[i], BROWSER[i + 1]);
        }
        return Arrays.copyOf(encoder.bytes(), encoder.length());
    }

    /** Ours. */
    @Benchmark
    public HeaderBlock serve() throws HpackException {
        HeaderBlock fields = new HeaderBlock(LARGEST_LIST);
        serve.decode(block, 0, block.length, fields);
        return fields;
    }

    /** Jetty's. */
    @Benchmark
    public MetaData jetty() throws org.eclipse.jetty.http2.hpack.HpackException {
        return jetty.decode(ByteBuffer.wrap(block));
    }
}
