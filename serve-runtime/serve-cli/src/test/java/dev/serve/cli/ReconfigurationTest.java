package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.config.ConfigInput;
import dev.serve.testing.DevCertificates;
import dev.serve.testing.LogCapture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** An operator edits the file of a server that runs, and reads in the terminal what came of it. */
class ReconfigurationTest {

    private static final String FILE =
            """
            listeners:
              web:
                port: 0
                routes: [{ path: /, respond: { body: %s } }]
            watch: { debounce: 40ms }
            """;

    @TempDir private Path directory;
    private final HttpClient client = HttpClient.newHttpClient();
    private final StringWriter terminal = new StringWriter();
    private Path file;

    @SuppressWarnings("NullAway.Init") // every test begins with run
    private Server server;

    @SuppressWarnings("NullAway.Init")
    private Reconfiguration changes;

    @BeforeEach
    void name() {
        file = directory.resolve("serve.yaml");
    }

    private void run(String yaml) throws IOException {
        Files.writeString(file, yaml);
        run(false);
    }

    private void run(boolean json) {
        ConfigInput input = new ConfigInput(file, null, Map.of(), false);
        changes =
                new Reconfiguration(
                        input,
                        new ChangeReport(new PrintWriter(terminal, true), new Style(false), json));
        changes.watch();
        server = Server.builder().config(input).build().start();
        changes.of(server, reloads -> {});
    }

    @AfterEach
    void stop() {
        changes.close();
        server.stopNow();
        client.close();
    }

    private String said() {
        return terminal.toString().replace(directory + "/", "");
    }

    private void awaitSaid(String... texts) {
        await().untilAsserted(() -> assertThat(said()).contains(texts));
    }

    private String get() throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + server.port("web") + "/"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    @Test
    void levelsOfLoggersAreThoseOfTheFile() throws Exception {
        ILoggerFactory loggers = LoggerFactory.getILoggerFactory();
        run(FILE.formatted("one"));
        assertThat(loggers.getLogger("dev.serve.http").isTraceEnabled()).isFalse();
        Files.writeString(
                file, FILE.formatted("one") + "log: { levels: { dev.serve.http: TRACE } }\n");
        awaitSaid("  applied as version 2 in ");
        assertThat(loggers.getLogger("dev.serve.http").isTraceEnabled()).isTrue();

        Files.writeString(file, FILE.formatted("one"));
        changes.take("SIGHUP");
        awaitSaid("  applied as version 3 in ");
        assertThat(loggers.getLogger("dev.serve.http").isTraceEnabled()).isFalse();
    }

    @Test
    void sedReplacesTheFile() throws Exception {
        run(FILE.formatted("one"));
        int port = server.port("web");
        Path edited = Files.writeString(directory.resolve("sedA1b2"), FILE.formatted("two"));
        Files.move(edited, file, StandardCopyOption.ATOMIC_MOVE);
        awaitSaid(
                "serve.yaml changed:\n  ~ web (127.0.0.1:0): runtime\n",
                "routes: 1 entry -> 1 entry, 1 changed (runtime: ",
                "  applied as version 2 in ");
        assertThat(get()).isEqualTo("two");
        assertThat(server.port("web")).isEqualTo(port);
    }

    @Test
    void vimRenamesTheOldFileAndWritesTheNewOne() throws Exception {
        run(FILE.formatted("one"));
        Files.move(file, directory.resolve("serve.yaml~"));
        Files.writeString(file, FILE.formatted("two"));
        awaitSaid("applied as version 2");
        assertThat(get()).isEqualTo("two");
    }

    @Test
    void kubernetesTurnsALinkAboveTheFile() throws Exception {
        Path first = Files.createDirectory(directory.resolve("..2026_1"));
        Path second = Files.createDirectory(directory.resolve("..2026_2"));
        Files.writeString(first.resolve("serve.yaml"), FILE.formatted("one"));
        Files.writeString(second.resolve("serve.yaml"), FILE.formatted("two"));
        Path data = Files.createSymbolicLink(directory.resolve("..data"), first.getFileName());
        Files.createSymbolicLink(file, Path.of("..data", "serve.yaml"));
        run(false);
        Path turned =
                Files.createSymbolicLink(directory.resolve("..data_tmp"), second.getFileName());
        Files.move(turned, data, StandardCopyOption.ATOMIC_MOVE);
        awaitSaid("serve.yaml changed:", "applied as version 2");
        assertThat(get()).isEqualTo("two");
    }

    @Test
    void aTypoIsRefusedOnceWithItsPlaceAndTheNextSaveIsTaken() throws Exception {
        run(FILE.formatted("one"));
        Files.writeString(file, FILE.formatted("two").replace("port: 0", "prot: http"));
        awaitSaid(
                "serve.yaml changed: refused, version 1 stays\n"
                        + "  serve.yaml:2:3: listeners.web.port: none",
                "  serve.yaml:3:5: listeners.web.prot: unknown key (did you mean port?)\n",
                " problems\n");
        assertThat(get()).isEqualTo("one");
        Files.writeString(file, FILE.formatted("three"));
        awaitSaid("applied as version 2");
        assertThat(get()).isEqualTo("three");
        assertThat(said().split("refused", -1)).as("told once").hasSize(2);
    }

    @Test
    void aPortThatIsTakenIsRefusedWithItsHolder() throws Exception {
        run(FILE.formatted("one"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Files.writeString(file, FILE.formatted("two").replace("port: 0", "port: " + port));
            awaitSaid(
                    "port: 0 -> " + port + " (restart: ",
                    "  refused, version 1 stays: listener \"web\"",
                    "127.0.0.1:" + port,
                    "  held by: process " + ProcessHandle.current().pid());
        }
        assertThat(get()).isEqualTo("one");
    }

    @Test
    void aCertificateThatIsReplacedIsAChangeToo() throws Exception {
        Path certificates = directory.resolve("certs");
        DevCertificates.createIn(certificates);
        DevCertificates fresh = DevCertificates.createIn(directory.resolve("fresh"));
        run(
                """
                listeners:
                  web: { port: 0, tls: { key: %1$s/server.key, cert: %1$s/server.crt } }
                watch: { debounce: 40ms }
                """
                        .formatted(certificates));
        for (String name : new String[] {"server.key", "server.crt"}) {
            Files.copy(
                    fresh.file(name),
                    certificates.resolve(name),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        awaitSaid("certs/server.key", " changed:\n  ~ web", "applied as version");
    }

    @Test
    void aSignalDoesTheSameWithoutAWatch() throws Exception {
        run(FILE.formatted("one"));
        changes.take("SIGHUP");
        assertThat(said()).isEqualTo("SIGHUP: nothing to change, version 1\n");
    }

    @Test
    void anotherDebounceHoldsFromThenOn() throws Exception {
        run(FILE.formatted("one"));
        Files.writeString(file, FILE.formatted("one").replace("40ms", "1h"));
        awaitSaid("  watch.debounce: 40ms -> 1h (runtime: ", "applied as version 2");
        Files.writeString(file, FILE.formatted("two").replace("40ms", "1h"));
        await().during(java.time.Duration.ofMillis(300)).until(() -> server.version() == 2);
        assertThat(get()).isEqualTo("one");
    }

    @Test
    void valuesFromSecretsAreNotShown(LogCapture log) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "hunter2");
        String yaml =
                "listeners: { web: { port: 0, http: { server-header: { file: "
                        + secret
                        + " } } } }\nwatch: { debounce: 40ms }\n";
        run(yaml);
        Files.writeString(secret, "correct-horse");
        awaitSaid("secret changed:", "http.server-header: *** -> ***", "applied as version 2");
        String everything =
                said()
                        + server.history()
                        + server.plan(config -> config.listener("more", more -> more.port(0)))
                        + server.config()
                        + log.entries();
        assertThat(everything).contains("***").doesNotContain("hunter2", "correct-horse");
    }

    @Test
    void scriptsReadOneObjectALine() throws Exception {
        Files.writeString(file, FILE.formatted("one"));
        run(true);
        Files.writeString(file, FILE.formatted("two"));
        await().until(() -> said().lines().count() == 2);
        assertThat(said().lines())
                .satisfiesExactly(
                        planned ->
                                assertThat(planned)
                                        .startsWith(
                                                "{\"event\":\"planned\",\"cause\":\"serve.yaml changed\",\"version\":1,\"plan\":[\"  ~ web"),
                        done ->
                                assertThat(done)
                                        .startsWith(
                                                "{\"event\":\"applied\",\"cause\":\"serve.yaml changed\",\"version\":2,"));
        Files.writeString(file, "listeners: {}\n");
        await().until(() -> said().lines().count() == 3);
        assertThat(said().lines().toList().getLast())
                .startsWith("{\"event\":\"refused\"")
                .contains("\"problems\":[\"serve.yaml:1:1: listeners: none");
    }
}
