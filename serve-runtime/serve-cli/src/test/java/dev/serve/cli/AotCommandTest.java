package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
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
        assertThat(directory).isDirectoryNotContaining("glob:**new*");
    }

    @Test
    void leavesACacheAloneThatAnotherStartHasMadeMeanwhile() throws Exception {
        Path made = Files.writeString(directory.resolve("serve.aot"), "made");
        Path others = Files.writeString(directory.resolve("serve.aot.1.new"), "in the making");
        Path left = Files.writeString(directory.resolve("serve.aot.2.new.config"), "left");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        Process process = aot("");
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(made).hasContent("made");
        assertThat(others).exists();
        assertThat(left).doesNotExist();
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
        assertThat(directory.resolve("serve.aot")).doesNotExist();
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
