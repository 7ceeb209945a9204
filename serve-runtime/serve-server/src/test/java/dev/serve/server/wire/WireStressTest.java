package dev.serve.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing is lost and nobody waits for ever, on eight carriers with a loop each. */
class WireStressTest {

    private static final int LOOPS = 8;

    @Test
    void fiftyThousandExchangesAllArrive() throws Exception {
        assertThat(stress(50_000, System.nanoTime())).contains("finished: 50000 exchanges on");
    }

    @Test
    @Tag("soak")
    void aMillionExchangesAllArrive() throws Exception {
        assertThat(stress(1_000_000, System.nanoTime())).contains("finished: 1000000 exchanges on");
    }

    /** Runs {@link WireStress} in a JVM of its own; what it said. */
    private static String stress(int exchanges, long seed) throws Exception {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Djdk.virtualThreadScheduler.parallelism=" + LOOPS,
                                        "-Djdk.virtualThreadScheduler.maxPoolSize=" + LOOPS,
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        WireStress.class.getName(),
                                        Integer.toString(exchanges),
                                        Integer.toString(LOOPS),
                                        Long.toString(seed)))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("seed %d: %s", seed, said).isZero();
        return said;
    }
}
