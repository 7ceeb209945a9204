package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.ShutdownReport;
import java.io.BufferedReader;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as a process of its own, since it ends by signals. */
class RunCommandTest {

    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    @TempDir Path directory;

    @Test
    void saysWhatListensInOneLineOfJsonAndASignalEndsItWell() throws Exception {
        Process serve = serve("run", "--json", file("0").toString());
        try (BufferedReader out = serve.inputReader()) {
            String line = out.readLine();

            assertThat(line)
                    .startsWith("{\"pid\":" + serve.pid() + ",\"listeners\":[{\"name\":\"web\"");
            assertThat(get(url(line) + "/health")).isEqualTo("ok");
            serve.toHandle().destroy();
            assertThat(serve.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(serve.exitValue()).isZero();
            assertThat(out.lines()).as("nothing else on standard output").isEmpty();
        } finally {
            serve.destroyForcibly();
        }
    }

    @Test
    void printsATableAndTheReportOfTheStop() throws Exception {
        Process serve = serve("run", file("0").toString());
        try (BufferedReader out = serve.inputReader()) {
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
            serve.toHandle().destroy();
            assertThat(out.lines().toList()).singleElement().asString().startsWith("Stopped in 0.");
            assertThat(serve.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            serve.destroyForcibly();
        }
    }

    @Test
    void aPortInUseIsNamedWithItsHolderAndAWayOut() throws IOException {
        StringWriter err = new StringWriter();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            CommandLine command = Main.command(new Style(false));
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

    private static Process serve(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static String url(String json) {
        Matcher matcher = URL.matcher(json);
        assertThat(matcher.find()).isTrue();
        return matcher.group();
    }

    private static String get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(url)).build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
