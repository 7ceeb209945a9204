package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void removesWhatAKilledOneHasLeftButNotWhatAnotherIsWorkingIn() throws Exception {
        Path left = Files.createDirectory(directory.resolve(".serve1"));
        Files.writeString(left.resolve("serve.aot"), "half of one");
        Process paused = paused();
        assertThat(left).doesNotExist();
        List<String> working = names();
        assertThat(working).hasSize(2).contains("temporary");

        Process second = aot("");
        second.getErrorStream().readAllBytes();
        assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(names()).containsAll(working);

        List<ProcessHandle> orphans = paused.descendants().toList();
        paused.destroyForcibly().waitFor();
        orphans.forEach(ProcessHandle::destroyForcibly);
        Process third = aot("");
        third.getErrorStream().readAllBytes();
        assertThat(third.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(names()).containsExactlyInAnyOrder("temporary", "serve.aot");
    }

    @Test
    void whatIsWatchedEndsWhenTheCommandIsKilled() throws Exception {
        Process process = aot("-tls");
        await().atMost(Duration.ofMinutes(1)).until(this::isServed);
        ProcessHandle watched = process.descendants().findAny().orElseThrow();

        process.destroyForcibly();

        await().atMost(Duration.ofMinutes(1)).until(() -> !watched.isAlive());
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

    /** But for the lock, which stays. */
    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(MakerLock.NAME))
                    .toList();
        }
    }

    /** As by Ctrl-C, which goes to both of them, and to either first. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesNothingWhenItIsInterrupted(boolean itself) throws Exception {
        Process process = paused();
        Path paused = pause();
        ProcessHandle watched = process.descendants().findAny().orElseThrow();

        if (itself) {
            process.destroy();
        }
        watched.destroy();
        Files.delete(paused);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(watched.isAlive()).isFalse();
        assertThat(directory.resolve("temporary")).isEmptyDirectory();
        assertThat(names()).containsExactly("temporary");
    }

    /**
     * One whose watched server is there, and goes no further while the file {@link #pause()} is.
     */
    private Process paused() throws IOException {
        Path paused = pause();
        Process process =
                aot(
                        "",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:+PauseAtStartup",
                        "-XX:PauseAtStartupFile=" + paused);
        await().until(() -> Files.exists(paused));
        Files.delete(paused);
        // What is watched is started with the same options.
        await().until(() -> Files.exists(paused));
        return process;
    }

    private Path pause() {
        return directory.resolve("temporary").resolve("paused");
    }

    /** Those may stand in the environment of whoever starts one. */
    @Test
    void whatIsWatchedHasNothingOfAServerThatPeopleUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path elsewhere = directory.resolve("elsewhere");
            String port = Integer.toString(taken.getLocalPort());
            ProcessBuilder command = command("-tls", "-Dserve.listeners.files.port=" + port);
            command.environment().put("SERVE_LISTENERS_ADMIN_PORT", port);
            command.environment()
                    .put("JDK_JAVA_OPTIONS", "-D" + RunFiles.DIRECTORY + "=" + elsewhere);
            Process process = command.start();
            await().atMost(Duration.ofMinutes(1)).until(this::isServed);
            process.destroy();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(elsewhere).doesNotExist();
        }
    }

    /** Whether the server that is watched serves. */
    private boolean isServed() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("temporary"))) {
            return files.anyMatch(file -> file.endsWith(Path.of("run", "serve.state")));
        } catch (UncheckedIOException e) {
            // What comes and goes meanwhile.
            return false;
        }
    }

    /** The server that is to be watched ends at once: not all that it is made of is in one jar. */
    private Process aot(String speaks, String... options) throws IOException {
        return command(speaks, options).start();
    }

    private ProcessBuilder command(String speaks, String... options) throws IOException {
        List<String> command =
                CommandProcess.command(
                        List.of(
                                "aot",
                                "--output",
                                directory.resolve("serve.aot").toString(),
                                "--speaks",
                                speaks));
        Path temporary = Files.createDirectories(directory.resolve("temporary"));
        command.add(1, "-Djava.io.tmpdir=" + temporary);
        command.addAll(1, List.of(options));
        return new ProcessBuilder(command);
    }
}
