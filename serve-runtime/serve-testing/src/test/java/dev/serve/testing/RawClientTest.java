package dev.serve.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.serve.testing.RawClient.End;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawClientTest {

    private static final Duration SOON = Duration.ofMillis(50);

    private final ExecutorService peers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void endPeers() {
        end.countDown();
        peers.close();
    }

    @Test
    void readsUpToAMarkAndKeepsTheRest() throws IOException {
        try (RawClient client = connectedTo(peer -> write(peer, "one\r\ntwo\r\nthree"))) {
            assertThat(client.readUntil("\r\n")).isEqualTo("one\r\n");
            assertThat(client.readExactly(3)).asString().isEqualTo("two");
            assertThat(client.readToEnd()).isEqualTo("\r\nthree");
        }
    }

    @Test
    void sendsBytesAsTheyAre() throws IOException, ExecutionException, InterruptedException {
        try (ServerSocket server = listen();
                RawClient client = RawClient.tcp(server.getLocalPort());
                Socket peer = server.accept()) {
            Future<byte[]> read = peers.submit(() -> peer.getInputStream().readAllBytes());

            client.send("caf\u00e9\n").send(new byte[] {0, (byte) 0xFF}).shutdownOutput();

            assertThat(read.get()).containsExactly('c', 'a', 'f', 0xE9, '\n', 0, 0xFF);
        }
    }

    @Test
    void failsWithWhatCameWhenTheDeadlinePasses() throws IOException {
        try (RawClient client =
                connectedTo(
                        peer -> {
                            write(peer, "HTTP/1.1 2");
                            end.await();
                        })) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> client.within(SOON).readUntil("\r\n"))
                    .withMessage(
                            "no \"\r\n\" within PT0.05S; received were 10 bytes: \"HTTP/1.1 2\"");
        }
    }

    @Test
    void failsWithWhatCameWhenThePeerClosesEarly() throws IOException {
        try (RawClient client = connectedTo(peer -> write(peer, "bye"))) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> client.readExactly(4))
                    .withMessage("the peer closed before 4 bytes; received were 3 bytes: \"bye\"");
        }
    }

    @Test
    void tellsAnEndInOrderFromAReset() throws IOException {
        try (RawClient client = connectedTo(peer -> write(peer, "bye"))) {
            assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
        }
        try (RawClient client = connectedTo(peer -> peer.setSoLinger(true, 0))) {
            assertThat(client.awaitEnd()).isEqualTo(End.RESET);
        }
    }

    @Test
    void tellsSilenceFromBytesAndFromTheEnd() throws IOException {
        try (RawClient client = connectedTo(peer -> end.await())) {
            assertThat(client.staysSilent(SOON)).isTrue();
        }
        try (RawClient client = connectedTo(peer -> write(peer, "x"))) {
            assertThat(client.staysSilent(Duration.ofSeconds(5))).isFalse();
            assertThat(client.readToEnd()).isEqualTo("x");
            assertThat(client.staysSilent(SOON)).isFalse();
        }
    }

    @Test
    void aResetReachesThePeerAsOne() throws IOException {
        try (ServerSocket server = listen();
                RawClient client = RawClient.tcp(server.getLocalPort());
                Socket peer = server.accept()) {
            client.reset();

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> peer.getInputStream().read())
                    .withMessageContaining("reset");
        }
    }

    @Test
    void speaksToUnixSockets(@TempDir Path directory)
            throws IOException, ExecutionException, InterruptedException {
        Path path = directory.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            Future<?> peer =
                    peers.submit(
                            () -> {
                                try (SocketChannel channel = server.accept()) {
                                    ByteBuffer buffer = ByteBuffer.allocate(4);
                                    while (buffer.hasRemaining()) {
                                        channel.read(buffer);
                                    }
                                    channel.write(buffer.flip());
                                }
                                return null;
                            });
            try (RawClient client = RawClient.unix(path)) {
                assertThat(client.send("ping").readToEnd()).isEqualTo("ping");
            }
            peer.get();
        }
    }

    @Test
    void namesTheAddressThatRefuses() throws IOException {
        int closed;
        try (ServerSocket server = listen()) {
            closed = server.getLocalPort();
        }
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> RawClient.tcp(closed))
                .withMessageContaining(":" + closed);
    }

    @Nested
    class Tls {

        private final CertificateAuthority authority = CertificateAuthority.create("Test CA");

        @Test
        void negotiatesAndReadsWhatIsLongerThanARecord() throws Exception {
            String text = "0123456789".repeat(5_000);
            try (RawClient client =
                    connectedOverTls(
                            peer -> {
                                peer.getInputStream().readNBytes(4);
                                write(peer, text);
                            })) {
                client.tls(ClientTls.trusting(authority), "h2", "http/1.1").send("more");

                assertThat(client.readToEnd()).isEqualTo(text);
                assertThat(client.engine().getSession().getProtocol()).isEqualTo("TLSv1.3");
            }
        }

        @Test
        void refusesAServerThatItDoesNotTrust() throws Exception {
            try (RawClient client = connectedOverTls(peer -> peer.getInputStream().read())) {
                CertificateAuthority other = CertificateAuthority.create("Another CA");

                assertThatExceptionOfType(UncheckedIOException.class)
                        .isThrownBy(() -> client.tls(ClientTls.trusting(other)))
                        .withMessage("no TLS handshake");
            }
        }

        @Test
        void closesItsSocketWhenTheHandshakeFails() throws Exception {
            try (ServerSocket server = listen()) {
                RawClient client = RawClient.tcp(server.getLocalPort());
                try (Socket peer = server.accept()) {
                    peer.setSoTimeout(5_000);
                    write(peer, "HTTP/1.1 400 Bad Request\r\n\r\n");

                    assertThatExceptionOfType(UncheckedIOException.class)
                            .isThrownBy(() -> client.tls(ClientTls.trusting(authority)));
                    assertThat(peer.getInputStream().readAllBytes()).isNotEmpty();
                }
            }
        }

        @Test
        void anEndWithoutCloseNotifyIsAReset() throws Exception {
            CountDownLatch shaken = new CountDownLatch(1);
            try (ServerSocket server = listen();
                    RawClient client = RawClient.tcp(server.getLocalPort());
                    Socket plain = server.accept()) {
                Future<?> peer =
                        peers.submit(
                                () -> {
                                    Socket tls =
                                            context()
                                                    .getSocketFactory()
                                                    .createSocket(plain, null, false);
                                    tls.getOutputStream().write('x');
                                    shaken.await();
                                    plain.shutdownOutput();
                                    return null;
                                });
                client.tls(ClientTls.trusting(authority));
                assertThat(client.readExactly(1)).containsExactly('x');
                shaken.countDown();

                assertThat(client.awaitEnd()).isEqualTo(End.RESET);
                peer.get();
            }
        }

        private RawClient connectedOverTls(Peer behaviour) throws Exception {
            SSLServerSocket server =
                    (SSLServerSocket)
                            context()
                                    .getServerSocketFactory()
                                    .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
            return serve(server, behaviour);
        }

        private SSLContext context() throws Exception {
            Identity identity = authority.server().issue();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(identity.pkcs12("x")), new char[] {'x'});
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[] {'x'});
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        }
    }

    @Nested
    class Answers {

        @Test
        void byContentLengthOneAfterAnother() throws IOException {
            RawAnswer[] answers =
                    answers(
                            2,
                            String.join(
                                    "\r\n",
                                    "HTTP/1.1 200 OK",
                                    "Content-Length: 5",
                                    "X-A: 1",
                                    "x-a: 2",
                                    "",
                                    "helloHTTP/1.1 404 Not Found",
                                    "content-length: 0",
                                    "",
                                    ""));

            assertThat(answers[0].status()).isEqualTo(200);
            assertThat(answers[0].body()).isEqualTo("hello");
            assertThat(answers[0].headers("X-a")).containsExactly("1", "2");
            assertThat(answers[1].status()).isEqualTo(404);
        }

        @Test
        void byChunksWithExtensionsAndTrailers() throws IOException {
            RawAnswer[] answers =
                    answers(
                            2,
                            String.join(
                                    "\r\n",
                                    "HTTP/1.1 200 OK",
                                    "Transfer-Encoding: chunked",
                                    "",
                                    "3;a=b",
                                    "foo",
                                    "A",
                                    "0123456789",
                                    "0",
                                    "Trailer: x",
                                    "",
                                    "HTTP/1.1 204 No Content",
                                    "",
                                    ""));

            assertThat(answers[0].body()).isEqualTo("foo0123456789");
            assertThat(answers[1].status()).isEqualTo(204);
        }

        @Test
        void upToTheEndWhereNothingElseIsSaid() throws IOException {
            assertThat(answers(1, "HTTP/1.1 200 OK\r\n\r\nall of it")[0].body())
                    .isEqualTo("all of it");
        }

        @Test
        void thatAreNoneAreRefused() {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> answers(1, "HTP/1.1 200 OK\r\n\r\n"))
                    .withMessageContaining("status line: \"HTP/1.1 200 OK\"");
        }

        private RawAnswer[] answers(int count, String bytes) throws IOException {
            try (RawClient client = connectedTo(peer -> write(peer, bytes))) {
                RawAnswer[] answers = new RawAnswer[count];
                for (int i = 0; i < count; i++) {
                    answers[i] = client.readAnswer();
                }
                return answers;
            }
        }
    }

    @FunctionalInterface
    private interface Peer {
        void serve(Socket peer) throws Exception;
    }

    private RawClient connectedTo(Peer behaviour) throws IOException {
        return serve(listen(), behaviour);
    }

    private RawClient serve(ServerSocket server, Peer behaviour) {
        Future<?> unused =
                peers.submit(
                        () -> {
                            try (server;
                                    Socket peer = server.accept()) {
                                behaviour.serve(peer);
                            }
                            return null;
                        });
        assertThat(unused.isCancelled()).isFalse();
        return RawClient.tcp(server.getLocalPort());
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static void write(Socket peer, String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
