package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ServiceManagerTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir private Path directory;

    @Test
    void isToldWhenTheServerServesReloadsAndStops() throws Throwable {
        Path file = directory.resolve("serve.yaml");
        Files.writeString(file, "listeners: { web: { port: 0 } }\n");
        Path socket = directory.resolve("notify");
        try (DatagramReceiver manager = DatagramReceiver.at(socket)) {
            Process server = server(file, socket);
            try {
                await().atMost(PATIENCE).until(() -> manager.received().contains(ready(1)));

                Files.writeString(file, "listeners: { web: { port: 0, backlog: 17 } }\n");
                signal(server, "HUP");
                await().atMost(PATIENCE).until(() -> manager.received().contains(ready(2)));

                server.destroy();
                assertThat(server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } finally {
                server.destroyForcibly();
            }
            List<String> all = manager.received();
            assertThat(all).hasSize(4);
            assertThat(all.get(1)).matches("RELOADING=1\nMONOTONIC_USEC=\\d+\nSTATUS=Reloading");
            assertThat(all.get(3)).isEqualTo("STOPPING=1\nSTATUS=Stopping");
        }
    }

    private static String ready(int version) {
        return "READY=1\nSTATUS=Serves 1 listener, configuration version " + version;
    }

    private Process server(Path file, Path socket) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        file.toString());
        builder.environment().put("NOTIFY_SOCKET", socket.toString());
        return builder.directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void signal(Process process, String name)
            throws IOException, InterruptedException {
        assertThat(
                        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                                .start()
                                .waitFor())
                .isZero();
    }

    @Test
    void hasAnAbstractNameToo() throws Throwable {
        String name = "serve-test-" + UUID.randomUUID();
        try (DatagramReceiver receiver = DatagramReceiver.named(name)) {
            ServiceManager.of(Map.of("NOTIFY_SOCKET", "@" + name), 1).ready("well");
            assertThat(receiver.received()).containsExactly("READY=1\nSTATUS=well");
        }
    }

    @Test
    void isGivenSignsOfLifeWhileThereIsLife() throws Throwable {
        AtomicBoolean alive = new AtomicBoolean(true);
        Path socket = directory.resolve("notify");
        ServiceManager.Watchdog watchdog;
        try (DatagramReceiver manager = DatagramReceiver.at(socket)) {
            Map<String, String> environment =
                    Map.of(
                            "NOTIFY_SOCKET", socket.toString(),
                            "WATCHDOG_USEC", "20000",
                            "WATCHDOG_PID", "4711");
            ServiceManager.of(environment, 815).watch(alive::get).close();
            assertThat(manager.received()).as("another process is watched").isEmpty();

            watchdog = ServiceManager.of(environment, 4711).watch(alive::get);
            await().atMost(PATIENCE).until(() -> manager.received().size() >= 2);
            assertThat(manager.received()).containsOnly("WATCHDOG=1");
            alive.set(false);
            watchdog.close();
        }
    }

    @Test
    void thatIsNotThereIsNoProblem() {
        ServiceManager.of(Map.of(), 1).ready("nobody is told");
        ServiceManager.of(Map.of("NOTIFY_SOCKET", directory.resolve("none").toString()), 1)
                .ready("nobody hears");
        assertThat(UnixDatagram.send(directory.resolve("none").toString(), "x")).isFalse();
        assertThatThrownBy(() -> UnixDatagram.send("/" + "x".repeat(200), "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 107 bytes");
    }
}
