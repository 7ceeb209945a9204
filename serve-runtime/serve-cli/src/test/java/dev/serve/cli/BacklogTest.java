package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the kernel holds for a server that accepts nothing, since all of its process stands still.
 */
class BacklogTest {

    private static final int PEERS = 6;

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({"1, 2", "64, 6"})
    void isHowManyConnectionsWaitToBeAccepted(int backlog, int held) throws Exception {
        Files.writeString(
                directory.resolve("serve.yaml"),
                "listeners: { web: { port: 0, backlog: " + backlog + " } }\n");
        try (CommandProcess serve = CommandProcess.run(directory, "--json")) {
            URI url = URI.create(CommandProcess.url(serve.line()));
            serve.signal("STOP");
            assertThat(connected(url)).as("Linux holds one more than it is told").isEqualTo(held);
        }
    }

    private static int connected(URI url) throws IOException {
        List<Socket> peers = new ArrayList<>();
        int connected = 0;
        try {
            for (int i = 0; i < PEERS; i++) {
                Socket peer = new Socket();
                peers.add(peer);
                try {
                    peer.connect(new InetSocketAddress(url.getHost(), url.getPort()), 500);
                    connected++;
                } catch (SocketTimeoutException e) {
                    // left outside
                }
            }
        } finally {
            for (Socket peer : peers) {
                peer.close();
            }
        }
        return connected;
    }
}
