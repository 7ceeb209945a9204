package dev.serve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A target for Jazzer, which finds bytes that crash, hang, take memory beyond what came, or are
 * read in two ways. {@code .ci/fuzz} runs it; as a test it runs over the seeds that are kept.
 */
class Http1FuzzTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Tables, windows and the transcript, beside what grows with the bytes. */
    private static final long ALWAYS = 256 * 1024;

    private static final long FOR_EACH_BYTE = 512;

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String whole = Transcript.of(bytes);
        long allowed = ALWAYS + FOR_EACH_BYTE * bytes.length;
        if (taken(bytes) > allowed) {
            throw new AssertionError(bytes.length + " bytes made it allocate more than " + allowed);
        }
        if (!whole.equals(Transcript.of(bytes, 1))
                || !whole.equals(Transcript.of(bytes, 7, 2, 13))) {
            throw new AssertionError("another cut gives other requests");
        }
    }

    /** By the lesser of two readings: what is taken once, for classes, does not count. */
    private static long taken(byte[] bytes) {
        long least = Long.MAX_VALUE;
        for (int reading = 0; reading < 2; reading++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            Transcript.of(bytes);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"get", "post", "chunked", "pipelined", "absolute", "authority", "smuggled"})
    void theSeedsAreReadInOneWay(String seed) {
        fuzzerTestOneInput(seed(seed));
    }

    /** One of the kept inputs. */
    static byte[] seed(String name) {
        try (InputStream in = Http1FuzzTest.class.getResourceAsStream("fuzz/" + name)) {
            assertThat(in).isNotNull();
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
