package dev.serve.cli;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.config.ConfigInput;
import dev.serve.testing.DevCertificates;
import dev.serve.testing.RawClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate is replaced on disk while clients ask over TLS. */
class CertificateUnderLoadTest {

    private static final System.Logger LOG =
            System.getLogger(CertificateUnderLoadTest.class.getName());

    @TempDir private Path directory;

    private final StringWriter terminal = new StringWriter();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger kept = new AtomicInteger();
    private final AtomicInteger connected = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    /** Of the certificate that the last new connection was shown. */
    private volatile String shown = "";

    private DevCertificates certificates;

    @SuppressWarnings("NullAway.Init") // every test begins with run
    private Server server;

    @SuppressWarnings("NullAway.Init")
    private Reconfiguration changes;

    @BeforeEach
    void issue() {
        certificates = DevCertificates.createIn(directory);
    }

    private void run(String watch) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("serve.yaml"),
                        """
                        listeners:
                          web:
                            port: 0
                            tls: { key: %1$s/server.key, cert: %1$s/server.crt }
                            routes: [{ path: /, respond: { body: ok } }]
                        %2$s
                        """
                                .formatted(directory, watch));
        ConfigInput input = new ConfigInput(file, null, Map.of(), false);
        changes =
                new Reconfiguration(
                        input,
                        new ChangeReport(new PrintWriter(terminal, true), new Style(false), false));
        changes.watch();
        server = Server.builder().config(input).build().start();
        changes.of(server, reloads -> {});
        for (int i = 0; i < 2; i++) {
            clients.execute(() -> counted(this::stay));
            clients.execute(() -> counted(this::connectEachTime));
        }
        awaitMore(20);
    }

    @AfterEach
    void stop() {
        over.set(true);
        clients.close();
        changes.close();
        server.stopNow();
    }

    private interface Asking {
        void ask() throws IOException;
    }

    private void counted(Asking asking) {
        try {
            asking.ask();
        } catch (IOException | RuntimeException | AssertionError e) {
            failures.add(e.toString());
        }
    }

    private RawClient connect() {
        return RawClient.tcp(server.port("web"))
                .within(Duration.ofSeconds(20))
                .tls(certificates.trusting());
    }

    private void stay() {
        try (RawClient client = connect()) {
            while (!over.get()) {
                assertThat(client.get("/").body()).isEqualTo("ok");
                kept.incrementAndGet();
            }
        }
    }

    private void connectEachTime() throws SSLPeerUnverifiedException {
        while (!over.get()) {
            try (RawClient client = connect()) {
                X509Certificate certificate =
                        (X509Certificate) client.engine().getSession().getPeerCertificates()[0];
                assertThat(client.get("/").body()).isEqualTo("ok");
                shown = certificate.getSerialNumber().toString();
                connected.incrementAndGet();
            }
        }
    }

    /** Waits for that many more answers on connections that stay, and on new ones. */
    private void awaitMore(int answers) {
        int keptBefore = kept.get();
        int connectedBefore = connected.get();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            assertThat(failures).isEmpty();
                            assertThat(kept.get()).isGreaterThan(keptBefore + answers);
                            assertThat(connected.get()).isGreaterThan(connectedBefore + answers);
                        });
    }

    /** Another pair of the same authority, put in place file by file. */
    private void replace(String... names) throws IOException {
        Path fresh = Files.createTempDirectory(directory, "fresh");
        certificates.authority().server().issue().writeTo(fresh, "server");
        for (String name : names) {
            Files.move(
                    fresh.resolve(name),
                    directory.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** How long it took until a new connection was shown another certificate. */
    private Duration replaced() throws IOException {
        String before = shown;
        replace("server.key", "server.crt");
        long began = System.nanoTime();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !shown.equals(before));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        LOG.log(INFO, "a new certificate is shown after {0} ms", took.toMillis());
        return took;
    }

    @Test
    void newConnectionsSeeItNoneBreaksAndAPairThatDoesNotFitIsRefused() throws Exception {
        run("watch: { debounce: 40ms }");

        replaced();
        awaitMore(20);
        String good = shown;
        replace("server.key");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> terminal.toString().contains("listeners.web.tls.key"));
        awaitMore(20);

        assertThat(shown).isEqualTo(good);
        assertThat(terminal.toString()).contains("refused, version ", "does not fit");
        assertThat(failures).isEmpty();
    }

    @Test
    @Tag("soak")
    void theyDoWithinTwoSecondsOfTheDefaultDebounce() throws Exception {
        run("");

        for (int round = 0; round < 10; round++) {
            assertThat(replaced()).isLessThan(Duration.ofSeconds(2));
            awaitMore(20);
        }
        assertThat(failures).isEmpty();
    }
}
