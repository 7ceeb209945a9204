package dev.serve.cli;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.config.ShutdownOptions;
import dev.serve.testing.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command is stopped by real signals. */
class SignalsTest {

    private static final System.Logger LOG = System.getLogger(SignalsTest.class.getName());

    @TempDir private Path directory;

    private String file(String shutdown) throws IOException {
        return Files.writeString(
                        directory.resolve("serve.yaml"),
                        """
                        application: %s
                        listeners:
                          web: { port: 0, ext: { count: %s } }
                        shutdown: %s
                        """
                                .formatted(
                                        CountingApplication.class.getName(), counted(), shutdown))
                .toString();
    }

    private Path counted() {
        return directory.resolve("count");
    }

    private Path errors() {
        return directory.resolve("stderr");
    }

    private ServeProcess serve(String... arguments) throws IOException {
        return ServeProcess.start(
                directory, ProcessBuilder.Redirect.to(errors().toFile()), arguments);
    }

    @Test
    void sigtermUnderLoadLosesNothingThatWasAccepted() throws Exception {
        try (ServeProcess serve = serve("run", "--json", file("{ drain-delay: 500ms }"))) {
            CountingClients clients = new CountingClients(serve.port());
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                threads.add(Thread.ofVirtual().start(clients::connectEachTime));
                threads.add(Thread.ofVirtual().start(clients::stayWhileToldTo));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> clients.answered() > 500);

            serve.signal("TERM");

            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(serve.await()).isZero();
            LOG.log(INFO, clients.toString());
            assertThat(clients.failures()).isEmpty();
            assertThat(clients.sent())
                    .as("all is answered but what no server has seen")
                    .isEqualTo(clients.answered() + clients.tooLate());
            assertThat(Files.readString(counted()))
                    .as("the server's own count")
                    .isEqualTo(Long.toString(clients.answered()));
            assertThat(Files.readString(errors())).contains("; no connection cut.");
        }
    }

    @Test
    void aSecondSignalCutsWhatIsLeftAndThatIsPrinted() throws Exception {
        try (ServeProcess serve =
                serve("run", "--json", file("{ timeout: 1h, drain-delay: 30m }"))) {
            try (RawClient client = RawClient.tcp(serve.port())) {
                client.get("/hello");
                client.send("GET /forever HTTP/1.1\r\nHost: a\r\n\r\n");
                // A request that nobody has read yet is not in flight.
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> Files.exists(directory.resolve("forever")));

                serve.signal("TERM");
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> Files.readString(errors()).contains("1 request in flight"));
                serve.signal("TERM");

                assertThat(serve.await()).isZero();
                assertThat(Files.readString(errors()))
                        .contains("1 request in flight: at most 3600.00 s; a second signal cuts")
                        .contains("1 request in flight; 1 connection cut (1 http/1.1).");
                assertThat(client.awaitEnd()).isNotNull();
            }
        }
    }

    @Test
    void ctrlCInDevelopmentWaitsForNoDrainDelay() throws Exception {
        try (ServeProcess serve =
                serve("run", "--json", file("{ timeout: 1h, drain-delay: 30m }"))) {
            int port = serve.port();
            assumeThat(isIgnored(serve.pid(), 2)).as("SIGINT is ignored by what runs us").isFalse();
            try (RawClient client = RawClient.tcp(port)) {
                client.get("/hello");

                serve.signal("INT");

                assertThat(serve.await()).isZero();
                assertThat(Files.readString(errors())).contains("; no connection cut.");
            }
        }
    }

    /** Its key is a pipe that nothing comes out of. */
    @Test
    void aStartThatHangsIsGivenUpAtTheFirstSignal() throws Exception {
        Path pipe = directory.resolve("key");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor())
                .isZero();
        Path file =
                Files.writeString(
                        directory.resolve("serve.yaml"),
                        "listeners: { web: { port: 0, tls: { key: %1$s, cert: %1$s } } }"
                                .formatted(pipe));
        try (ServeProcess serve = serve("run", file.toString())) {
            Path pid = directory.resolve("run/serve.pid");
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(pid));

            serve.signal("TERM");

            assertThat(serve.await()).isEqualTo(143);
            assertThat(Files.readString(errors())).contains("Given up: it had not started.");
            assertThat(pid).doesNotExist();
        }
    }

    /** Whether a process was started with a signal ignored, as by a shell in the background. */
    static boolean isIgnored(long pid, int signal) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("SigIgn:")) {
                long mask = Long.parseUnsignedLong(line.substring(7).strip(), 16);
                return (mask >> (signal - 1) & 1) == 1;
            }
        }
        return false;
    }

    @Test
    void aDrainDelayIsLeftOutForCtrlCInDevelopmentAlone() {
        assertThat(RunCommand.how(StopSignals.Stop.CTRL_C, true).drainDelay())
                .isEqualTo(Duration.ZERO);
        assertThat(RunCommand.how(StopSignals.Stop.CTRL_C, false))
                .isEqualTo(ShutdownOptions.AS_CONFIGURED);
        assertThat(RunCommand.how(StopSignals.Stop.TERM, true))
                .isEqualTo(ShutdownOptions.AS_CONFIGURED);
    }
}
