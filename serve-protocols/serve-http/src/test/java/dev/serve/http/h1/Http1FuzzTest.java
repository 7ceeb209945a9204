package dev.serve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A target for Jazzer, which finds bytes that crash, hang or are read in two ways:
 *
 * <pre>
 * java -XX:+EnableDynamicAgentLoading -cp jazzer.jar:jazzer-api.jar:... \
 *     com.code_intelligence.jazzer.Jazzer --target_class=dev.serve.http.h1.Http1FuzzTest \
 *     -max_total_time=600 corpus
 * </pre>
 *
 * <p>As a test it runs over the seeds that are kept.
 */
class Http1FuzzTest {

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String whole = Transcript.of(bytes);
        if (!whole.equals(Transcript.of(bytes, 1))
                || !whole.equals(Transcript.of(bytes, 7, 2, 13))) {
            throw new AssertionError("another cut gives other requests");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "post", "chunked", "pipelined", "absolute", "smuggled"})
    void theSeedsAreReadInOneWay(String seed) {
        try (InputStream in = Http1FuzzTest.class.getResourceAsStream("fuzz/" + seed)) {
            assertThat(in).isNotNull();
            fuzzerTestOneInput(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
