package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCommandTest {

    @TempDir private Path directory;

    @Test
    void saysThatThereIsNoCacheAndLeavesAnEmptyOneSoThatItIsNotTriedAgain() throws Exception {
        Process process = aot("");
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(err).contains("no cache of loaded classes");
        assertThat(directory.resolve("serve.aot")).isEmptyFile();
        assertThat(names()).containsExactlyInAnyOrder("temporary", "serve.aot");
    }

    /** As when two servers are started for the first time at once. */
    @Test
    void leavesTheOneAloneThatAnotherHasMadeMeanwhile() throws Exception {
        Files.writeString(directory.resolve("serve.aot"), "of another");
        Process process = aot("");
        process.getErrorStream().readAllBytes();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(directory.resolve("serve.aot")).hasContent("of another");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void leavesNothingWhenItIsInterrupted() throws Exception {
        // At first for its certificates, on the class path of this test.
        Process process = aot("-tls");
        await().until(() -> process.descendants().findAny().isPresent());
        ProcessHandle watched = process.descendants().findAny().orElseThrow();

        process.destroy();

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(watched.isAlive()).isFalse();
        assertThat(directory.resolve("temporary")).isEmptyDirectory();
        assertThat(names()).containsExactly("temporary");
    }

    /** The server that is to be watched ends at once: not all that it is made of is in one jar. */
    private Process aot(String speaks) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + Files.createDirectory(directory.resolve("temporary")),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "aot",
                        "--output",
                        directory.resolve("serve.aot").toString(),
                        "--speaks",
                        speaks)
                .start();
    }
}
