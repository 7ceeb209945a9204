package dev.serve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.config.ListenerConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixListenSocketTest {

    @TempDir private Path directory;

    private Path path() {
        return directory.resolve("web.sock");
    }

    private ListenSocket open(String mode) throws IOException {
        return ListenSocket.open(
                ListenerConfig.builder().path(path().toString()).mode(mode).build(), List.of());
    }

    private ListenSocket open() throws IOException {
        return ListenSocket.open(ListenerConfig.unix(path().toString()), List.of());
    }

    private boolean accepts() throws IOException {
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return client.connect(UnixDomainSocketAddress.of(path()));
        }
    }

    @Test
    void acceptsUnderItsOwnNameAndLeavesNoOther() throws IOException {
        try (ListenSocket socket = open()) {
            assertThat(accepts()).isTrue();
            assertThat(socket.address()).isEqualTo("unix:" + path());
            assertThat(socket.port()).isEqualTo(-1);
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files).containsExactly(path());
            }
        }
    }

    @Test
    void hasTheModeItWasGiven() throws IOException {
        try (ListenSocket _ = open("0660")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                    .isEqualTo("rw-rw----");
        }
    }

    @Test
    void makesTheDirectoryThatIsMissing() throws IOException {
        Path deeper = directory.resolve("run/web.sock");
        try (ListenSocket _ =
                ListenSocket.open(ListenerConfig.unix(deeper.toString()), List.of())) {
            assertThat(deeper).exists();
        }
    }

    @Test
    void replacesTheFileOfADeadProcess() throws IOException {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path()));
        }
        assertThat(path()).exists();
        try (ListenSocket _ = open()) {
            assertThat(accepts()).isTrue();
        }
    }

    @Test
    void refusesAPathWhereSomebodyListens() throws IOException {
        try (ListenSocket _ = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("a running process listens there");
            assertThat(accepts()).isTrue();
        }
    }

    @Test
    void neverRemovesAFileThatIsNotASocket() throws IOException {
        Files.writeString(path(), "precious");
        assertThatThrownBy(this::open)
                .isInstanceOf(BindException.class)
                .hasMessageContaining("not a socket");
        assertThat(path()).hasContent("precious");
    }

    @Test
    void removesItsFileOnClose() throws IOException {
        open().close();
        assertThat(path()).doesNotExist();
    }

    @Test
    void leavesTheFileOfASuccessorOnClose() throws IOException {
        ListenSocket first = open();
        Files.delete(path());
        try (ListenSocket _ = open()) {
            first.close();
            assertThat(accepts()).isTrue();
        }
    }

    @Test
    void refusesAPathWithoutRoomForTheTemporaryName() {
        String path =
                directory
                        + "/"
                        + "d"
                                .repeat(
                                        ListenerConfig.MAX_UNIX_PATH_BYTES
                                                - directory.toString().length()
                                                - 5)
                        + "/s";
        assertThatThrownBy(() -> ListenSocket.open(ListenerConfig.unix(path), List.of()), null)
                .isInstanceOf(BindException.class)
                .hasMessageContaining("too long");
    }
}
