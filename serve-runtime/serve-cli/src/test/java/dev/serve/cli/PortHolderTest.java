package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PortHolderTest {

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void namesTheProcessThatListens() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortHolder.of(socket.getLocalPort()))
                    .hasValueSatisfying(
                            holder ->
                                    assertThat(holder)
                                            .startsWith(
                                                    "process "
                                                            + ProcessHandle.current().pid()
                                                            + " (")
                                            .contains("java"));
        }
    }

    @Test
    void suggestsAPortThatCanBeBound() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int taken = socket.getLocalPort();

            assertThat(PortHolder.freePort("127.0.0.1", taken - 1).orElseThrow())
                    .isGreaterThan(taken);
        }
    }

    @Test
    void readsTheKernelsTable(@TempDir Path proc) throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(
                proc.resolve("net/tcp"),
                """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1
                   1: 0100007F:1F91 00000000:0000 01 00000000:00000000 00:00000000 00000000     0        0 4343 1
                """);
        Path descriptors = Files.createDirectories(proc.resolve("12/fd"));
        Files.createSymbolicLink(descriptors.resolve("5"), Path.of("socket:[4242]"));
        Files.createSymbolicLink(descriptors.resolve("6"), Path.of("socket:[4343]"));
        Files.writeString(proc.resolve("12/cmdline"), "node\0-e\0one()\ntwo\u001b[2J\u009b1m\0");

        assertThat(PortHolder.byProc(proc, 8080)).contains("process 12 (node -e one() two [2J 1m)");
        assertThat(PortHolder.byProc(proc, 8081)).as("a connection, no listener").isEmpty();
    }

    @Test
    void readsLsof() {
        assertThat(PortHolder.ofLsof("p512\ncnginx\nf6\n")).contains("process 512 (nginx)");
        assertThat(PortHolder.ofLsof("")).isEmpty();
    }
}
