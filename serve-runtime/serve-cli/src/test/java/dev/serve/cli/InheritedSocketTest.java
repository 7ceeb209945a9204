package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.serve.testing.RawClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A port that is bound before the server and handed to it as its standard input, as systemd does
 * ({@code StandardInput=socket}). The JVM cannot hand one over, so Python does.
 */
class InheritedSocketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String HOLDER =
            """
            import socket, subprocess, sys
            listening = socket.create_server(("127.0.0.1", 0))
            port = str(listening.getsockname()[1])
            print(port, flush=True)
            for _ in range(2):
                sys.stdin.readline()
                subprocess.run([*sys.argv[1:], "--set", "listeners.web.port=" + port], stdin=listening)
            """;

    @TempDir private Path directory;

    @Test
    void whoComesBeforeTheServerOrBetweenTwoOfThemIsAnswered() throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python), "no " + python);
        Files.writeString(
                directory.resolve("serve.yaml"),
                "listeners: { web: { port: 0, routes: [{ path: /, respond: { body: hello } }] } }");
        List<String> words = new ArrayList<>(List.of(python.toString(), "-c", HOLDER));
        words.addAll(CommandProcess.command(List.of("run", "--json")));

        try (CommandProcess holder = CommandProcess.of(directory, words)) {
            int port = Integer.parseInt(holder.line());
            for (String when : List.of("before the first", "before the second")) {
                try (RawClient client = RawClient.tcp(port).within(PATIENCE)) {
                    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    holder.enter();
                    assertThat(client.readAnswer().body()).as(when).isEqualTo("hello");
                }
                ProcessHandle server =
                        ProcessHandle.of(holder.pid())
                                .flatMap(process -> process.children().findFirst())
                                .orElseThrow();
                server.destroy();
                server.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }
}
