package dev.serve.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.serve.server.proxy.ProxyParser.Result;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A target for Jazzer: no bytes make the parser of PROXY headers throw, wait for more than its
 * longest header, take memory beyond what came, or change its mind when they come one at a time.
 * {@code .ci/fuzz} runs it; as a test it runs over the seeds that are kept.
 */
class ProxyFuzzTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final long ALWAYS = 16 * 1024;

    /** A vector of three bytes becomes an object in a list. */
    private static final long FOR_EACH_BYTE = 64;

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        Result whole = ProxyParser.parse(bytes, 0, bytes.length);
        long allowed = ALWAYS + FOR_EACH_BYTE * bytes.length;
        if (taken(bytes) > allowed) {
            throw new AssertionError(bytes.length + " bytes made it allocate more than " + allowed);
        }
        if (!decided(bytes).equals(whole)) {
            throw new AssertionError("byte by byte another header is read");
        }
        if (whole instanceof Result.Complete(ProxyHeader header, int length)) {
            check(header, length, bytes);
        }
        if (whole instanceof Result.Incomplete && bytes.length >= ProxyParser.MAX_V2_BYTES) {
            throw new AssertionError("more than the longest header is waited for");
        }
    }

    /** By the lesser of two readings: what is taken once, for classes, does not count. */
    private static long taken(byte[] bytes) {
        long least = Long.MAX_VALUE;
        for (int reading = 0; reading < 2; reading++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            ProxyParser.parse(bytes, 0, bytes.length);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    /** The first answer that more bytes cannot change. */
    private static Result decided(byte[] bytes) {
        for (int length = 0; length <= bytes.length; length++) {
            Result result = ProxyParser.parse(bytes, 0, length);
            if (!(result instanceof Result.Incomplete)) {
                return result;
            }
        }
        return new Result.Incomplete();
    }

    private static void check(ProxyHeader header, int length, byte[] bytes) {
        if (length < 1 || length > bytes.length) {
            throw new AssertionError("a header of " + length + " bytes of " + bytes.length);
        }
        // Handlers and access rules look at what it tells.
        String told = header.data().toString() + ProxyHeader.tellsTls(header.data());
        if (told.isEmpty()) {
            throw new AssertionError("a header tells nothing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp4", "tcp6", "unknown", "ipv4", "ipv6", "local", "vectors", "ssl"})
    void theSeedsAreReadInOneWay(String seed) throws IOException {
        try (InputStream in = ProxyFuzzTest.class.getResourceAsStream("fuzz/" + seed)) {
            assertThat(in).isNotNull();
            fuzzerTestOneInput(in.readAllBytes());
        }
    }
}
