package dev.serve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.serve.api.config.TlsConfig;
import dev.serve.api.spi.WireObserver;
import dev.serve.server.wire.Buffers;
import dev.serve.server.wire.Loops;
import dev.serve.server.wire.PlainWire;
import dev.serve.server.wire.TlsWire;
import dev.serve.testing.CertificateAuthority;
import dev.serve.testing.ClientTls;
import dev.serve.testing.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that clients come back with, and keys that change below running connections. */
@Timeout(60)
class TlsSessionsTest {

    private final CertificateAuthority authority = CertificateAuthority.create("Test CA");
    private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
    private final Buffers buffers = new Buffers(1 << 20);

    @TempDir Path directory;

    private Loops loops;
    private ServerSocketChannel listening;
    private volatile LoadedTls tls;

    @BeforeEach
    void listen() throws IOException {
        tls = load("first");
        loops = Loops.open(1);
        listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Future<?> _ = tasks.submit(this::accept);
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
        tasks.close();
        loops.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aSessionIsResumed(String version) throws IOException {
        SSLContext client = ClientTls.trusting(authority);

        SSLSession first = talk(client, version);
        SSLSession second = talk(client, version);

        // A session that is resumed was created when the first was.
        assertThat(second.getCreationTime()).isEqualTo(first.getCreationTime());
    }

    @Test
    void newKeysAreForNewConnectionsAndSessionsAreNotResumedWithThem() throws IOException {
        SSLContext client = ClientTls.trusting(authority);
        try (SSLSocket old = connect(client, "TLSv1.3")) {
            assertThat(subject(old.getSession())).isEqualTo("CN=first");
            echo(old);

            tls = load("second");

            assertThat(subject(talk(client, "TLSv1.3"))).isEqualTo("CN=second");
            echo(old);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void opensslResumesItsSession(String version) throws Exception {
        assumeTrue(isInstalled("openssl"), "openssl is not installed");
        Path session = directory.resolve("session");

        String first = hello(version, "-sess_out", session.toString());
        String second = hello(version, "-sess_in", session.toString());

        assertThat(first).contains("New, TLSv1").contains("Verify return code: 0 (ok)");
        assertThat(second).contains("Reused, TLSv1");
    }

    @Test
    void opensslCannotRenegotiate() throws Exception {
        assumeTrue(isInstalled("openssl"), "openssl is not installed");

        assertThat(openssl("R\n", "-tls1_2")).contains("RENEGOTIATING");
    }

    private String hello(String... options) throws Exception {
        return openssl("hello\n", options);
    }

    /** Runs {@code s_client}, says something and waits for its echo; all that it printed. */
    private String openssl(String said, String... options) throws Exception {
        Path ca = Files.writeString(directory.resolve("ca.crt"), authority.certPem());
        List<String> command =
                Stream.concat(
                                Stream.of(
                                        "openssl",
                                        "s_client",
                                        "-connect",
                                        "127.0.0.1:" + port(),
                                        "-CAfile",
                                        ca.toString()),
                                Stream.of(options))
                        .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder printed = new StringBuilder();
        process.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        byte[] part = new byte[8192];
        for (int count = process.getInputStream().read(part);
                count >= 0;
                count = process.getInputStream().read(part)) {
            printed.append(new String(part, 0, count, StandardCharsets.UTF_8));
            if (printed.toString().contains("hello")) {
                process.getOutputStream().close();
            }
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return printed.toString();
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private LoadedTls load(String name) {
        Identity identity = authority.server().commonName(name).issue();
        return TlsLoader.load(
                "web",
                TlsConfig.builder().key(identity.keyPem()).cert(identity.certPem()).build(),
                InstantSource.system());
    }

    private Void accept() throws IOException {
        while (true) {
            SocketChannel channel = listening.accept();
            Future<?> _ = tasks.submit(() -> serve(channel));
        }
    }

    private Void serve(SocketChannel channel) throws IOException {
        TlsWire wire =
                new TlsWire(
                        PlainWire.selecting(channel, loops, buffers, WireObserver.NONE),
                        tls.newEngine(List.of()),
                        buffers);
        try {
            wire.handshake();
            while (wire.more()) {
                wire.put(wire.input(), wire.position(), wire.available());
                wire.consume(wire.available());
                wire.flush();
            }
        } finally {
            wire.close();
        }
        return null;
    }

    private SSLSession talk(SSLContext client, String version) throws IOException {
        try (SSLSocket socket = connect(client, version)) {
            echo(socket);
            return socket.getSession();
        }
    }

    private SSLSocket connect(SSLContext client, String version) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("localhost", port());
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    /** Also takes in what follows a handshake of TLS 1.3: the ticket to come back with. */
    private static void echo(SSLSocket socket) throws IOException {
        socket.getOutputStream().write('x');
        assertThat(socket.getInputStream().read()).isEqualTo('x');
    }

    private int port() throws IOException {
        return ((InetSocketAddress) listening.getLocalAddress()).getPort();
    }

    private static String subject(SSLSession session) throws IOException {
        return ((X509Certificate) session.getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }
}
