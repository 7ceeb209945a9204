package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.ShutdownReport;
import dev.serve.testing.RawClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as a process of its own, since it ends by signals. */
class RunCommandTest {

    @TempDir Path directory;

    @Test
    void saysWhatListensInOneLineOfJsonAndASignalEndsItWell() throws Exception {
        try (ServeProcess serve =
                ServeProcess.start(directory, "run", "--json", file("0").toString())) {
            BufferedReader out = serve.output();
            String line = out.readLine();

            assertThat(line)
                    .startsWith("{\"pid\":" + serve.pid() + ",\"listeners\":[{\"name\":\"web\"");
            try (RawClient client = RawClient.tcp(ServeProcess.port(line))) {
                assertThat(client.get("/health").body()).isEqualTo("ok");
            }
            serve.signal("TERM");
            assertThat(serve.await()).isZero();
            assertThat(out.lines()).as("nothing else on standard output").isEmpty();
        }
    }

    @Test
    void printsATableAndTheReportOfTheStop() throws Exception {
        try (ServeProcess serve = ServeProcess.start(directory, "run", file("0").toString())) {
            BufferedReader out = serve.output();
            List<String> lines = new ArrayList<>();
            String line = out.readLine();
            while (line != null && !line.startsWith("Ctrl-C")) {
                lines.add(line);
                line = out.readLine();
            }
            assertThat(lines)
                    .anySatisfy(
                            row ->
                                    assertThat(row)
                                            .matches("web +127\\.0\\.0\\.1:\\d+ +HTTP/1\\.1, h2c"));
            assertThat(lines)
                    .anySatisfy(
                            row -> assertThat(row).contains("curl http://127.0.0.1:", "/health"));
            serve.signal("TERM");
            assertThat(out.lines().toList()).singleElement().asString().startsWith("Stopped in 0.");
            assertThat(serve.await()).isZero();
        }
    }

    @Test
    void aPortInUseIsNamedWithItsHolderAndAWayOut() throws IOException {
        StringWriter err = new StringWriter();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            CommandLine command = Main.command(new Style(false), new Style(false));
            command.setErr(new PrintWriter(err, true));

            int code = command.execute("run", file(Integer.toString(port)).toString());

            assertThat(code).isEqualTo(1);
            assertThat(err.toString())
                    .contains("listener \"web\"", "127.0.0.1:" + port, "in use")
                    .contains("held by: process " + ProcessHandle.current().pid())
                    .containsPattern("--set listeners\\.web\\.port=\\d+")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void noKeyIsNamedWhereNobodySits() {
        assertThat(RunCommand.hint(true, true))
                .contains("Changes of its files are taken; Ctrl-C stops it.");
        assertThat(RunCommand.hint(false, true)).contains("Ctrl-C stops it.");
        assertThat(RunCommand.hint(true, false)).contains("Changes of its files are taken.");
        assertThat(RunCommand.hint(false, false)).isEmpty();
    }

    @Test
    void theReportIsASentence() {
        assertThat(RunCommand.text(new ShutdownReport(Duration.ofMillis(1_204), 2, 3, 0)))
                .isEqualTo("Stopped in 1.20 s, 2 requests in flight; no connection cut.");
        assertThat(RunCommand.text(new ShutdownReport(Duration.ZERO, 0, 0, 1)))
                .isEqualTo("Stopped in 0.00 s; 1 connection cut.");
        assertThat(
                        RunCommand.text(
                                new ShutdownReport(
                                        Duration.ZERO,
                                        0,
                                        0,
                                        3,
                                        Map.of("http/1.1", 1, "grpc", 2),
                                        List.of(),
                                        List.of("clean-up: not done within PT6S"))))
                .isEqualTo(
                        "Stopped in 0.00 s; 3 connections cut (2 grpc, 1 http/1.1)."
                                + System.lineSeparator()
                                + "clean-up: not done within PT6S");
    }

    private Path file(String port) throws IOException {
        return Files.writeString(
                directory.resolve("serve.yaml"),
                """
                listeners:
                  web:
                    port: %s
                    routes: [{ path: /health, respond: { body: ok } }]
                """
                        .formatted(port));
    }
}
